import assert from 'node:assert/strict';
import test from 'node:test';
import { group } from './page.mjs';
import { addMinutes, advance, endsAt, goTo, placeOf, timetableFrom, undo } from '../../static/js/domain/timetable.js';
import { agrees, seenFrom } from '../../static/js/live/local_table.js';

const NOW = 1_000_000;
const MINUTE = 60_000;
const { timetable } = group();
const here = placeOf(group(), NOW);

test('the place of a snapshot', () => {
  assert.deepEqual(here, { position: 3, planned: 1_500_000, deadline: 2_000_000, since: 500_000, undo: null });
  assert.equal(placeOf(group({ phase: null }), NOW), null);
  assert.equal(placeOf(group({ clock: { planned: 60_000, deadline: null, remaining: 20_000 } }), NOW).deadline, NOW + 20_000);
});

test('advance, more time, back, undo: one after the other, alone', () => {
  const contract = advance(here, timetable, NOW);
  assert.deepEqual([contract.position, contract.since, contract.deadline], [4, NOW, NOW + 600_000]);
  assert.equal(addMinutes(contract, 5).deadline, NOW + 900_000);
  assert.equal(addMinutes(contract, 5).planned, 900_000);
  assert.deepEqual(undo(contract), { ...here, undo: null });
  assert.equal(undo(here), here);
  assert.equal(goTo(contract, timetable, 2, 7, NOW).deadline, NOW + 7 * MINUTE);
  assert.equal(goTo(contract, timetable, 40, 7, NOW), contract);
  const last = advance(contract, timetable, NOW);
  assert.equal(advance(last, timetable, NOW), last);
});

test('the line of the afternoon moves with the place', () => {
  const lines = timetableFrom(advance(here, timetable, NOW), timetable);
  assert.deepEqual(lines.map((line) => line.when), ['past', 'past', 'now', 'next']);
  assert.equal(lines[3].starts, NOW + 600_000);
});

test('seen from here: phase, clock, next, rights and delay', () => {
  const data = { group: group(), hosts: { step: 3, drift: 0, undo: null, next: { kind: 'contract', scope: 'group' } } };
  const contract = advance(here, timetable, NOW);
  const seen = seenFrom(data, contract, 'alone', NOW);
  assert.equal(seen.group.phase.kind, 'contract');
  assert.equal(seen.group.clock.deadline, NOW + 600_000);
  assert.equal(seen.group.step, 3, 'the step the server gave is kept for the way back');
  assert.deepEqual(seen.hosts.next, { kind: 'plenary', scope: 'room' });
  assert.deepEqual(seen.hosts.undo, { act: 'advance_phase', kind: 'clarification' });
  assert.deepEqual(seen.group.can.host.sort(), ['advance_phase', 'change_time', 'return_to_phase', 'undo']);
  assert.equal(seen.hosts.drift, endsAt(contract, timetable, NOW) - endsAt(here, timetable, NOW));
  assert.ok(seen.hosts.drift < 0, 'leaving a phase early wins time');
  assert.deepEqual(seen.local, { state: 'alone', position: 4, kind: 'contract', since: NOW });
});

test('at the last phase there is no next act; before any act there is nothing to undo', () => {
  const data = { group: group(), hosts: { step: 3, drift: 0 } };
  assert.ok(!seenFrom(data, here, 'alone', NOW).group.can.host.includes('undo'));
  const end = advance(advance(here, timetable, NOW), timetable, NOW);
  assert.ok(!seenFrom(data, end, 'alone', NOW).group.can.host.includes('advance_phase'));
});

test('agreeing is the same phase and the same minute', () => {
  assert.equal(agrees(group(), here), true);
  assert.equal(agrees(group(), addMinutes(here, 5)), false);
  assert.equal(agrees(group(), advance(here, timetable, NOW)), false);
  assert.equal(agrees(null, here), false);
});
