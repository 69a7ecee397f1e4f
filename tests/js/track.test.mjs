// The pilot's tracks: where things stand on the axis, which table is last, what comes next.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { along, AXIS, drawTrack, nextTarget, slowest } from '../../static/js/domain/track.js';

const MINUTE = 60_000;
const START = 1_712_664_000_000;
const room = { starts: START, ends: START + 150 * MINUTE };
const share = (minutes) => minutes / (150 * AXIS);
const near = (a, b) => assert.ok(Math.abs(a - b) < 1e-9, `${a} is not ${b}`);

function lane(clock, when = ['past', 'now', 'next']) {
  return {
    clock,
    timetable: when.map((w, i) => ({ position: i, planned: 10 * MINUTE, starts: START + i * 10 * MINUTE, when: w })),
  };
}

test('the axis begins at the start, goes a little beyond the end, and nothing leaves it', () => {
  near(along(room.starts, room), 0);
  near(along(room.ends, room), 1 / AXIS);
  near(along(room.starts - 10 * MINUTE, room), 0);
  near(along(room.ends + 600 * MINUTE, room), 1);
});

test('a table in its time: past behind, the phase with what is spent of it, the rest before', () => {
  const now = START + 14 * MINUTE;
  const track = drawTrack(lane({ planned: 10 * MINUTE, deadline: START + 20 * MINUTE }), now, room);
  near(track.now, share(14));
  track.here.forEach((at, i) => near(at, share([10, 20][i])));
  track.spent.forEach((at, i) => near(at, share([10, 14][i])));
  track.past.forEach((at, i) => near(at, share([0, 10][i])));
  assert.equal(track.late, null);
  assert.deepEqual(track.stops.map((stop) => stop.past), [true], 'the station under the end of the phase is not drawn');
});

test('beyond its time, what is too much is apart and the stations to come move along', () => {
  const now = START + 25 * MINUTE;
  const track = drawTrack(lane({ planned: 10 * MINUTE, deadline: START + 20 * MINUTE }), now, room);
  track.late.forEach((at, i) => near(at, share([20, 25][i])));
  near(track.stops.at(-1).at, share(25));
});

test('a table that has not begun shows its whole line, one that pauses keeps its phase', () => {
  const waiting = drawTrack(lane(null, ['next', 'next', 'next']), START, room);
  assert.equal(waiting.here, null);
  assert.equal(waiting.stops.length, 3);
  const paused = drawTrack(lane({ planned: 10 * MINUTE, deadline: null, remaining: 6 * MINUTE }), START + 14 * MINUTE, room);
  near(paused.here[1], share(20));
});

test('a table whose round is closed has left its phase', () => {
  const clock = { planned: 10 * MINUTE, deadline: null, remaining: 6 * MINUTE };
  const track = drawTrack({ ...lane(clock), status: 'closed' }, START + 14 * MINUTE, room);
  assert.equal(track.here, null);
  near(track.past[1], share(14));
  assert.deepEqual(track.stops.map((stop) => stop.past), [true, true, false]);
});

test('the slowest table is the one that ends last among those that have begun', () => {
  const tables = [
    { status: 'running', projected_end: 5, group: { name: 'Somme' } },
    { status: 'paused', projected_end: 9, group: { name: 'Lys' } },
    { status: 'waiting', projected_end: 99, group: { name: 'Oise' } },
  ];
  assert.deepEqual(slowest(tables), { ends: 9, name: 'Lys' });
  assert.equal(slowest([]), null);
  assert.equal(slowest(undefined), null);
});

test('the next target follows the phase of the table that is least far', () => {
  const targets = ['framing', 'case_choice', 'exposition', 'plenary'];
  const at = (phase, status = 'running') => ({ phase, status, position: targets.indexOf(phase) });
  assert.equal(nextTarget([at('exposition'), at('framing')], targets), 'case_choice');
  assert.equal(nextTarget([at('exposition'), at('framing', 'closed')], targets), 'plenary');
  assert.equal(nextTarget([at('plenary')], targets), 'plenary');
  assert.equal(nextTarget([], targets), 'case_choice');
});
