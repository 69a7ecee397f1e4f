// What stands to be chosen, and what a press asks for.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { market } from '../../static/js/domain/market.js';

const room = (changes = {}) => ({
  status: 'open',
  tables: [
    { id: 't1', name: 'Somme', full: false, open: true },
    { id: 't2', name: 'Oise', full: true, open: true },
    { id: 't3', name: 'Aisne', full: false, open: true },
  ],
  cases: [
    { id: 'c1', author: { id: 'p1' }, group: 't1', told: false },
    { id: 'c2', author: { id: 'p2' }, group: 't2', told: false },
    { id: 'c3', author: { id: 'p3' }, group: 't3', told: false },
    { id: 'c4', author: { id: 'p4' }, group: 't1', told: true },
    { id: 'c5', author: { id: 'p5' }, group: null, told: false },
  ],
  ...changes,
});
const at = (group, wish = { first: '', second: '' }) => ({ room: room(), person: { group, wish, case: null } });
const ids = (list) => list.map((one) => one.id);

test('what was told is not offered again, and one’s own table comes first', () => {
  const seen = market(at('t1'), 'p1');
  assert.deepEqual(ids(seen.market), ['c1', 'c2', 'c3', 'c5']);
  assert.deepEqual([ids(seen.cases), ids(seen.elsewhere)], [['c1'], ['c2', 'c3', 'c5']]);
  assert.deepEqual(ids(seen.market.filter((one) => one.open)), ['c3'], 'neither here, nor full, nor without a table');
  assert.deepEqual(ids(seen.market.filter((one) => one.mine)), ['c1']);
});

test('a client still rewords the case that is told; the others propose while there is no client', () => {
  const proposes = (client) => market({ ...at('t1'), group: { group: { id: 't1' }, client } }, 'p9').proposes;
  assert.deepEqual([proposes(null), proposes({ id: 'p9' }), proposes({ id: 'p1' })], [true, true, false]);
  assert.equal(market({}, 'p9').proposes, true);
});

test('somebody who waits sits nowhere yet', () => {
  assert.deepEqual(ids(market(at(null), 'p9').cases), []);
  assert.deepEqual(market({}, 'p9').market, []);
});

test('the first press is the first choice, the next the second, a third replaces the second', () => {
  const wish = (first, second, id) => market(at(null, { first, second }), 'p9').market.find((one) => one.id === id).wish;
  assert.deepEqual(wish('', '', 'c1'), { first: 'c1', second: '' });
  assert.deepEqual(wish('c1', '', 'c2'), { first: 'c1', second: 'c2' });
  assert.deepEqual(wish('c1', 'c2', 'c3'), { first: 'c1', second: 'c3' });
  assert.deepEqual(wish('c1', 'c2', 'c1'), { first: 'c2', second: '' }, 'the second becomes the first');
  assert.deepEqual(wish('gone', 'c2', 'c3'), { first: 'c2', second: 'c3' }, 'a case that was withdrawn is no choice');
  assert.deepEqual(wish('c1', 'c2', 'c2'), { first: 'c1', second: '' });
});

test('the second choice is proposed only once the first one’s table is full', () => {
  assert.equal(market(at('t1', { first: 'c2', second: 'c3' }), 'p9').second.name, 'Aisne');
  assert.equal(market(at('t1', { first: 'c3', second: 'c2' }), 'p9').second, null, 'there is room');
  assert.equal(market(at('t2', { first: 'c2', second: 'c3' }), 'p9').second, null, 'one sits there already');
  assert.equal(market(at('t3', { first: 'c2', second: 'c3' }), 'p9').second, null, 'one sits at the second already');
});

test('a case is kept for later once no round is to come', () => {
  const untaken = (own, status, rest = {}) =>
    market({ room: room(), person: { case: own }, group: { status, timetable: [], ...rest } }, 'p9').untaken;
  assert.equal(untaken({ told: false }, 'closed'), true);
  assert.equal(untaken({ told: true }, 'closed'), false);
  assert.equal(untaken(null, 'closed'), false);
  assert.equal(untaken({ told: false }, 'running'), false);
  const more = { timetable: [{ kind: 'exposition', when: 'next' }] };
  assert.equal(untaken({ told: false }, 'closed', more), false, 'another round may still take it');
  const over = { room: room({ status: 'closed' }), person: { case: { told: false } }, group: null };
  assert.equal(market(over, 'p9').untaken, true);
});
