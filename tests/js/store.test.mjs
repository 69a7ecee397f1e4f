import assert from 'node:assert/strict';
import test from 'node:test';
import { group, openPage } from './page.mjs';

openPage();
const { Store } = await import('../../static/js/live/store.js');
const seat = { id: 's1', person: 'p1', screen: 'table', roles: [] };
const person = (changes) => ({ audience: 'person:p1', version: 1, id: 'p1', name: 'Inès', group: 'g1', roles: [], ...changes });

test('what is not newer is dropped, for each audience apart', () => {
  const store = new Store(seat);
  let changes = 0;
  store.addEventListener('change', () => (changes += 1));
  assert.equal(store.accept(group({ version: 5, step: 5 })), true);
  assert.equal(store.accept(group({ version: 5, step: 9 })), false);
  assert.equal(store.accept(group({ version: 4, step: 9 })), false);
  assert.equal(store.accept(person({ version: 1 })), true);
  assert.equal(store.data().group.step, 5);
  assert.equal(changes, 2);
  assert.deepEqual(store.versions(), { 'group:g1': 5, 'person:p1': 1 });
});

test('nonsense is no snapshot', () => {
  const store = new Store(seat);
  for (const nonsense of [null, undefined, 'x', {}, { audience: 'group:g1' }, { version: 3 }]) {
    assert.equal(store.accept(nonsense), false);
  }
});

test('the heartbeat shows what was missed, of known audiences only', () => {
  const store = new Store(seat);
  store.accept(group({ version: 5 }));
  assert.equal(store.isBehind({ 'group:g1': 5, 'group:g2': 90 }), false);
  assert.equal(store.isBehind({ 'group:g1': 6 }), true);
  assert.equal(store.isBehind(undefined), false);
});

test('my roles, rights and view', () => {
  const store = new Store(seat);
  store.accept(group());
  const { my } = store.data();
  assert.deepEqual([my.view, my.name, my.here], ['consultant', 'Inès', true]);
  assert.equal(my.can.keep_idea, true);
  assert.equal(my.can.advance_phase, undefined);
});

test('host and consultant: the host on the control screen, a consultant at the table', () => {
  for (const [screen, view] of [['table', 'consultant'], ['control', 'host']]) {
    const store = new Store({ ...seat, screen });
    store.accept(group({ people: [{ id: 'p1', name: 'Inès', roles: ['host', 'consultant'] }] }));
    const { my } = store.data();
    assert.equal(my.view, view);
    assert.ok(my.can.advance_phase && my.can.keep_idea);
  }
});

test('somebody who moved sees the new table, never the former one', () => {
  const store = new Store(seat);
  store.accept(group({ version: 9 }));
  store.accept(person({ version: 2, group: 'g2' }));
  assert.equal(store.data().group, null);
  store.accept(group({ audience: 'group:g2', version: 2, group: { id: 'g2', name: 'Oise' } }));
  assert.equal(store.data().group.group.name, 'Oise');
  store.accept(person({ version: 3, group: null }));
  assert.equal(store.data().group, null);
});

test('the new table may be heard before the person’s own snapshot', () => {
  const store = new Store(seat);
  store.accept(person({ group: 'g1' }));
  store.accept(group({ version: 9 }));
  store.accept(group({ audience: 'group:g2', version: 2, group: { id: 'g2', name: 'Oise' } }));
  assert.equal(store.data().group.group.name, 'Oise');
});

test('an overlay is shown, and the server’s word stays known', () => {
  const store = new Store(seat);
  store.accept(group());
  store.setOverlay((data) => ({ ...data, group: { ...data.group, phase: { kind: 'contract' } } }));
  assert.equal(store.data().phase.kind, 'contract');
  assert.equal(store.server().phase.kind, 'clarification');
  store.setOverlay(null);
  assert.equal(store.data().phase.kind, 'clarification');
});
