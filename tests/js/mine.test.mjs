// What a screen derives for the person before it: the turn, what came before, what was set aside, the one view.
import assert from 'node:assert/strict';
import test from 'node:test';
import { mine } from '../../static/js/domain/mine.js';

const INES = { id: 's1', person: 'ines', screen: 'table', roles: [] };
const person = (id, ...roles) => ({ id, name: id, roles });
const table = (more = {}) => ({ people: [person('ines', 'consultant'), person('paul', 'scribe', 'consultant')], can: {}, ...more });
const line = (kind, when) => ({ kind, when, position: 0 });

test('who has the turn says so on a device of their own, and nobody else does', () => {
  const tour = [person('paul'), person('ines')];
  const { turn } = mine({ group: table({ tour }), person: { shared: false, seats: [{ id: 's2', person: 'paul' }] } }, INES);
  assert.deepEqual(turn, { name: 'paul', following: 'ines', mine: false, seat: undefined, here: false });
  assert.equal(mine({ group: table({ tour: [] }) }, INES).turn, null);
  assert.equal(mine({ group: table({ tour: tour.slice(1) }) }, INES).turn.here, true);
});

test('a shared device speaks for each of its people, from the seat of the one who spoke', () => {
  const shared = { shared: true, seats: [{ id: 's1', person: 'ines' }, { id: 's2', person: 'paul' }] };
  const { turn } = mine({ group: table({ tour: [person('paul')] }), person: shared }, INES);
  assert.deepEqual([turn.here, turn.mine, turn.seat, turn.following], [true, false, 's2', '']);
});

test('an idea set aside stays kept and comes to the front no more', () => {
  const ideas = ['a', 'b', 'c'].map((id) => ({ id, text: id, status: id === 'c' ? 'brought' : 'kept' }));
  const my = mine({ group: table(), person: { ideas }, aside: ['a'] }, INES);
  assert.deepEqual(my.kept.map((one) => one.id), ['a', 'b']);
  assert.deepEqual(my.moment.map((one) => one.id), ['b']);
});

test('somebody who arrives reads what was done in this round, not in the one before', () => {
  const first = [line('framing', 'past'), line('exposition', 'past'), line('contract', 'past'), line('pause', 'past')];
  const second = [line('exposition', 'past'), line('silent_writing', 'past'), line('suggestions', 'now')];
  const { done, more, contracts } = mine({ group: table({ timetable: [...first, ...second] }) }, INES);
  assert.deepEqual(done.map((one) => one.kind), ['exposition']);
  assert.deepEqual([more, contracts], [false, true]);
  assert.equal(mine({ group: table({ timetable: [...first, line('exposition', 'next')] }) }, INES).more, true);
  assert.equal(mine({ group: table({ timetable: [line('exposition', 'now')] }) }, INES).contracts, false);
});

test('the view is the role with most to do; keeping the time alone has its own', () => {
  const view = (...roles) => mine({ group: table({ people: [person('ines', ...roles)] }) }, INES).view;
  assert.equal(view('consultant', 'timekeeper'), 'consultant');
  assert.equal(view('timekeeper'), 'timekeeper');
  assert.equal(view('observer', 'timekeeper'), 'observer');
  assert.equal(view('client', 'timekeeper'), 'client');
});

test('options, kinds of help and the ready signal read as conditions', () => {
  const group = table({ options: ['roti'], contract: { helps: ['ideas'] }, ready: ['ines'] });
  const my = mine({ group }, INES);
  assert.deepEqual([my.options, my.helps, my.ready], [{ roti: true }, { ideas: true }, true]);
});
