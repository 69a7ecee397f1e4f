import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { group, openPage } from './page.mjs';
import { addMinutes, advance, endsAt, goTo, ofTheRound, placeOf, timetableFrom, undo } from '../../static/js/domain/timetable.js';
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
  assert.deepEqual(seen.hosts.next, { kind: 'plenary', scope: 'room', starts: NOW + 600_000 });
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

test('alone, the script still knows how each phase is led and when the next one begins', () => {
  const modes = [2, 3, 4, 5].reduce((all, position) => ({ ...all, [position]: { client_mode: 'silent', together: position === 4 } }), {});
  const data = { group: group(), hosts: { drift: 0, modes, script: { contract: { aloud: 'À nous' } } } };
  const contract = advance(here, timetable, NOW);
  const seen = seenFrom(data, contract, 'alone', NOW);
  assert.deepEqual([seen.group.phase.client_mode, seen.group.phase.together], ['silent', true]);
  assert.deepEqual(seen.hosts.next, { kind: 'plenary', scope: 'room', starts: NOW + 600_000 });
  assert.equal(seen.hosts.script.contract.aloud, 'À nous');
  const known = seenFrom({ group: group(), hosts: { drift: 0 } }, contract, 'alone', NOW);
  assert.equal(known.group.phase.client_mode, null);
});

// The half day: two rounds at the same table, a break of the room between them.
const KINDS = ['framing', 'case_choice', 'exposition', 'learnings', 'pause', 'case_choice', 'exposition', 'learnings', 'plenary'];
const halfDay = KINDS.map((kind, position) => ({ kind, position, scope: ['pause', 'plenary'].includes(kind) ? 'room' : 'group' }));
const positions = (position) => ofTheRound(halfDay, position).map((line) => line.position);

test('a round has its own lines: from the choice of its case to the next one', () => {
  assert.deepEqual(positions(undefined), [0, 1, 2, 3]);
  assert.deepEqual(positions(4), [0, 1, 2, 3]);
  assert.deepEqual([positions(5), positions(8)], [[5, 6, 7], [5, 6, 7]]);
  assert.deepEqual(ofTheRound(timetable, 3).map((line) => line.position), [2, 3, 4]);
  assert.deepEqual(ofTheRound(undefined, 3), []);
});

openPage(`<round-lines><select>${halfDay.map((line) => `<option value="${line.position}">${line.kind}</option>`).join('')}</select></round-lines>`);
before(() => import('../../static/js/elements/round_lines.js'));

test('the list offers the present round alone, and keeps what was chosen while it can', () => {
  const element = document.querySelector('round-lines');
  const list = element.querySelector('select');
  const seen = () => [...list.options].map((option) => option.value).join('');
  const at = (position) => element.update({ group: { timetable: halfDay, phase: { position } } });
  at(2);
  list.value = '3';
  at(3);
  assert.deepEqual([seen(), list.value], ['0123', '3']);
  at(6);
  assert.deepEqual([seen(), list.value], ['567', '5']);
  list.value = '7';
  at(2); // the act that began the round was taken back
  assert.deepEqual([seen(), list.value], ['0123', '0']);
});
