import assert from 'node:assert/strict';
import test from 'node:test';
import { readClock, strokes } from '../../static/js/domain/clock.js';
import { driftSide, hour } from '../../static/js/domain/times.js';

const MINUTE = 60_000;
const running = (planned, deadline) => ({ planned: planned * MINUTE, deadline, remaining: null, elapsed: false });
const held = (planned, remaining) => ({ planned: planned * MINUTE, deadline: null, remaining, elapsed: false });
const DEADLINE = 100 * MINUTE;
const at = (left, audience, planned = 25) => readClock(running(planned, DEADLINE), DEADLINE - left, audience);

test('people read whole minutes, rounded up', () => {
  assert.deepEqual([at(12 * MINUTE + 1000).text, at(12 * MINUTE).text, at(2 * MINUTE + 1000).text], ['13', '12', '3']);
  assert.equal(at(12 * MINUTE).minutes, true);
});

test('seconds in the last two minutes', () => {
  assert.deepEqual([at(2 * MINUTE).text, at(102_000).text, at(9_000).text], ['2:00', '1:42', '0:09']);
  assert.equal(at(102_000).minutes, false);
});

test('then the end, without a count for people, with beads for the host', () => {
  assert.equal(at(0).state, 'elapsed');
  assert.equal(at(-430_000).state, 'elapsed');
  assert.equal(at(-430_000).beads, 0);
  assert.deepEqual(at(-430_000, 'host'), { state: 'overrun', text: '+7:10', minutes: false, fraction: 0, beads: 8, left: -430_000 });
  assert.equal(at(0, 'host').text, '0:00');
  assert.equal(at(0, 'host').state, 'running');
  assert.equal(at(-1000, 'host').text, '+0:01');
});

test('the host reads seconds', () => {
  assert.equal(at(200_000, 'host').text, '3:20');
  assert.equal(at(200_000, 'host', 25).fraction.toFixed(4), '0.1333');
});

test('paused keeps what is left, whatever the time is', () => {
  assert.equal(readClock(held(35, 31 * MINUTE + 20_000), null, 'host').text, '31:20');
  assert.equal(readClock(held(35, 31 * MINUTE + 20_000), 5, 'people').text, '32');
  assert.equal(readClock(held(35, 90_000), null, 'people').state, 'paused');
  assert.equal(readClock(held(35, -70_000), null, 'host').text, '+1:10');
});

test('no time known: no wrong time', () => {
  assert.deepEqual([readClock(running(10, 5), null).state, readClock(running(10, 5), null).text], ['connecting', '–:––']);
  assert.equal(readClock(null, 5).state, 'none');
});

test('all screens change digit at the same whole second, whatever the deadline and the jitter', () => {
  for (const off of [0, 1, 3, 500, 999]) {
    const clock = running(10, DEADLINE + off);
    const texts = [4, 20, 400, 990].map((late) => readClock(clock, DEADLINE - 60_000 + late, 'host').text);
    assert.equal(new Set(texts).size, 1, `deadline +${off}: ${texts}`);
    const digits = [0, 1, 2, 3].map((s) => readClock(clock, DEADLINE - 60_000 + s * 1000 + 4, 'host').text);
    assert.equal(new Set(digits).size, 4, `a second was skipped or stayed: ${digits}`);
  }
});

test('time that is added never fills more than the dial', () => {
  assert.equal(readClock(running(10, DEADLINE), DEADLINE - 15 * MINUTE).fraction, 1);
});

test('the dial is always full: strokes get finer as the phase gets shorter', () => {
  assert.deepEqual(strokes(25 * MINUTE), { length: 25, sub: 0.5, min: 1, five: 5 });
  assert.equal(strokes(10 * MINUTE).sub, 0.25);
  assert.equal(strokes(35 * MINUTE).sub, 1);
  assert.ok(strokes(5000).length > 0 && strokes(0).length > 0);
});

test('hours in French words, and elsewhere', () => {
  const instant = Date.UTC(2024, 3, 9, 14, 30);
  assert.equal(hour(instant, 'fr', 'Europe/Paris'), '16\u00a0h\u00a030');
  assert.equal(hour(Date.UTC(2024, 3, 9, 12, 0), 'fr', 'Europe/Paris'), '14\u00a0h');
  assert.equal(hour(instant, 'en', 'Europe/Paris'), '16:30');
});

test('less than half a minute of drift is on time', () => {
  assert.deepEqual([480_000, 20_000, -60_000, null].map(driftSide), ['late', 'on_time', 'early', 'on_time']);
});
