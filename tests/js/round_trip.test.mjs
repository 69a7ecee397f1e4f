import assert from 'node:assert/strict';
import test from 'node:test';
import { better, disproves, roundTrip } from '../../static/js/domain/round_trip.js';

const AHEAD = 1_000_000;
// A trip that begins at `sent`: so long on the way there and back, to a server that is `ahead` of this device.
const trip = (there, back, { sent = 0, ahead = AHEAD } = {}) => roundTrip(sent, sent + there + ahead, sent + there + back);

test('the middle of a trip is never wrong by more than it says, whichever way was slow', () => {
  for (const [there, back] of [[0, 0], [200, 200], [0, 900], [900, 0], [180, 240]]) {
    const { offset, wrong } = trip(there, back);
    assert.ok(Math.abs(offset - AHEAD) <= wrong, `${there} there, ${back} back`);
  }
  assert.equal(trip(200, 200).offset, AHEAD);
});

test('the fastest is believed, in whatever order they come', () => {
  const trips = [trip(300, 5, { sent: 10 }), trip(2, 2, { sent: 500 }), trip(5, 900, { sent: 600 }), trip(40, 1, { sent: 1600 })];
  for (const order of [trips, [...trips].reverse()]) {
    assert.equal(order.reduce(better, null), trips[1]);
  }
});

test('as clocks drift apart, an old fast trip gives way to a new one that is little slower', () => {
  const old = trip(20, 20);
  const later = (sent) => trip(22, 22, { sent });
  assert.equal(better(old, later(10_000)), old);
  assert.notEqual(better(old, later(60_000)), old);
});

test('a trip that cannot be true of the same clocks replaces a faster one; a slow one that can does not', () => {
  const known = trip(2, 2);
  const moved = trip(200, 200, { sent: 1000, ahead: AHEAD + 800 });
  assert.ok(disproves(moved, known));
  assert.equal(better(known, moved), moved);
  const asymmetric = trip(0, 400, { sent: 1000 });
  assert.ok(!disproves(asymmetric, known));
  assert.equal(better(known, asymmetric), known);
});
