// The budget of the voice, played through whole phases with a clock of its own.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openPage } from './page.mjs';

openPage();
const { crossing, holds, sightOf } = await import('../../static/js/live/announcements.js');
const { Voice } = await import('../../static/js/live/voice.js');
const MINUTE = 60_000;
const sight = (changes) => ({ kind: 'contract', position: '1/4', status: 'running', planned: 20 * MINUTE, left: 20 * MINUTE, ...changes });

// A phase of so many minutes, a sight each second from `from` to `to` seconds left; what is said, with the seconds left.
function played(voice, { minutes = 20, from = minutes * 60, to = -30, position = '1/4', ...how } = {}, clock = { now: 0 }) {
  const said = [];
  for (let left = from; left >= to; left -= 1) {
    clock.now += 1000;
    const typing = how.typing?.(left) ?? false;
    const words = voice.hear(sight({ planned: minutes * MINUTE, left: left * 1000, position }), { now: clock.now, level: how.level, typing });
    if (words) said.push([words, left]);
  }
  return said;
}

test('what a phase says: two minutes and the end; half too for who wants all; nothing for who wants none', () => {
  assert.deepEqual(played(new Voice(), { level: 'few' }), [['two_minutes', 120], ['end', 0]]);
  assert.deepEqual(played(new Voice(), { level: 'all' }), [['half', 600], ['two_minutes', 120], ['end', 0]]);
  assert.deepEqual(played(new Voice(), { level: 'none' }), []);
  assert.deepEqual(played(new Voice()), [['two_minutes', 120], ['end', 0]], 'the usual is the essential');
  assert.deepEqual(played(new Voice(), { minutes: 4, level: 'all' }), [['two_minutes', 120], ['end', 0]], 'half of a short phase is too near');
});

test('a new phase is said, and begins a new budget', () => {
  const voice = new Voice();
  const clock = { now: 0 };
  played(voice, { to: 10 }, clock);
  assert.deepEqual(played(voice, { position: '1/5', to: 1190 }, clock), [['step', 1200]]);
});

test('six a phase at most, five seconds apart, the last for the end', () => {
  const voice = new Voice();
  const said = [];
  let now = 0;
  const hear = (changes, seconds) => {
    for (let i = 0; i < seconds; i += 1) {
      now += 1000;
      const words = voice.hear(sight(changes), { now, level: 'all' });
      if (words) said.push([words, now]);
    }
  };
  hear({ left: 15 * MINUTE }, 3);
  for (let i = 0; i < 40; i += 1) {
    hear({ status: 'paused', left: 15 * MINUTE }, 4);
    hear({ left: 15 * MINUTE }, 4);
    hear({ left: 121_000 }, 1);
    hear({ left: 120_000 }, 1);
  }
  hear({ left: 1000 }, 6);
  hear({ left: -1000 }, 6);
  assert.equal(said.length, 6);
  assert.equal(said.at(-1)[0], 'end');
  for (let i = 1; i < said.length; i += 1) assert.ok(said[i][1] - said[i - 1][1] >= 5000, `${said[i]} too soon`);
});

test('nothing while somebody types but the end; what became false meanwhile is not said', () => {
  assert.deepEqual(played(new Voice(), { typing: () => true }), [['end', 0]]);
  assert.deepEqual(played(new Voice(), { typing: (left) => left > 110 }).slice(0, 1), [['two_minutes', 110]], 'still true ten seconds later');
});

test('what waited is said when it may: the step after a sentence, then nothing twice', () => {
  const voice = new Voice();
  voice.hear(sight({}), { now: 0 });
  assert.equal(voice.hear(sight({ position: '1/5', kind: 'suggestions' }), { now: 9000, typing: true }), null);
  assert.equal(voice.hear(sight({ position: '1/5', kind: 'suggestions' }), { now: 10_000 }), 'step');
  assert.equal(voice.hear(sight({ position: '1/5', kind: 'suggestions' }), { now: 20_000 }), null);
});

test('a pause that is over before it could be said is not said', () => {
  const voice = new Voice();
  voice.hear(sight({}), { now: 0 });
  assert.equal(voice.hear(sight({ position: '1/5' }), { now: 1000 }), 'step');
  assert.equal(voice.hear(sight({ position: '1/5', status: 'paused' }), { now: 2000 }), null);
  assert.equal(voice.hear(sight({ position: '1/5' }), { now: 9000 }), null);
});

test('a device that slept says what is true now', () => {
  assert.equal(crossing(sight({ left: 300_000 }), sight({ left: 60_000 })), null, 'two minutes were long ago');
  assert.equal(crossing(sight({ left: 300_000 }), sight({ left: -60_000 })), 'end');
  assert.equal(crossing(sight({ left: 300_000 }), sight({ left: -60_000, position: '1/5' })), null);
  assert.equal(crossing(sight({ left: 300_000 }), sight({ left: -1, status: 'paused' })), null);
  assert.equal(crossing(sight({ left: 610_000, planned: 25 * MINUTE }), sight({ left: 599_000 })), null, 'minutes were taken: half moved');
  assert.equal(holds('end', sight({ left: 1000 })), false);
  assert.equal(holds('half', sight({ left: null })), false);
});

test('a sight: a table, a wall, nothing', () => {
  const clock = { planned: 60_000, deadline: 90_000, remaining: null, elapsed: false };
  const group = { phase: { position: 4, kind: 'contract' }, round: 2, status: 'running', clock };
  assert.deepEqual(sightOf({ group }, 30_000), { kind: 'contract', position: '2/4', status: 'running', planned: 60_000, left: 60_000 });
  assert.equal(sightOf({ group }, null).left, null);
  assert.equal(sightOf({ projector: { room_phase: { kind: 'plenary' } } }, 0).kind, 'plenary');
  assert.equal(sightOf({}, 0), null);
});
