// What the pilot's and the relay's screens make of what they are told.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { shown } from '../../static/js/domain/on_time.js';
import { mayLead } from '../../static/js/domain/relay.js';

const line = (before, after) => ({ position: 2, kind: 'exposition', before, after });

test('a proposal names what changes, in minutes, and sends the steps that were seen', () => {
  const tables = [
    { group: 'a', step: 4, changes: true, lacking: 0, minute: 60_000, lines: [line(600_000, 480_000), line(60_000, 60_000)] },
    { group: 'b', step: 1, changes: false, lacking: 0, minute: 60_000, lines: [line(600_000, 600_000)] },
    { group: 'c', step: 7, changes: false, lacking: 61_000, minute: 60_000, lines: [] },
  ];
  const told = shown({ at: 99, tables });
  assert.deepEqual(told.changing.map((table) => table.group), ['a', 'c']);
  assert.deepEqual(told.changing[0].lines.map(({ before, after }) => [before, after]), [[10, 8]]);
  assert.equal(told.changing[1].lacking, 2);
  assert.deepEqual([told.at, told.groups, told.steps], [99, 'a', '{"a":4}']);
});

test('tables that change in the same way are read once', () => {
  const one = { step: 1, changes: true, lacking: 0, meets: 5, minute: 60_000, lines: [line(600_000, 480_000)] };
  const tables = ['a', 'b', 'c'].map((id) => ({ ...one, group: id, name: id.toUpperCase() }));
  tables[2].meets = 6;
  const told = shown({ at: 1, tables });
  assert.deepEqual(told.changing.map((table) => table.name), ['A, B', 'C']);
  assert.equal(told.groups, 'a b c');
});

test('nothing to change is nothing to accept', () => {
  assert.equal(shown({ at: 1, tables: [] }).changing, null);
  assert.equal(shown().changing, null);
});

test('the deputy alone is asked where there is one, else whoever helps; never the host, the client or a stranger', () => {
  const can = { take_over_table: true };
  const one = (roles, more = {}) => ({ here: true, can, roles, ...more });
  assert.equal(mayLead({ deputy: { id: 'p' } }, one({ deputy: true, consultant: true })), true);
  assert.equal(mayLead({ deputy: { id: 'p' } }, one({ consultant: true })), false);
  assert.equal(mayLead({ deputy: null }, one({ consultant: true })), true);
  assert.equal(mayLead({ deputy: null }, one({ host: true })), false);
  assert.equal(mayLead({ deputy: null }, one({ client: true }, { can: {} })), false);
  assert.equal(mayLead({ deputy: null }, one({ consultant: true }, { here: false })), false);
});
