import assert from 'node:assert/strict';
import test from 'node:test';
import { openPage } from './page.mjs';

openPage();
const { ClockSync } = await import('../../static/js/live/clock_sync.js');
const { worthSaying } = await import('../../static/js/live/announcements.js');

// A device whose performance.now() is `at`, and a server that is `ahead` of it; each trip takes what the list says.
function device(ahead, trips) {
  const state = { at: 1000, wall: 5000, asked: 0 };
  const ask = async () => {
    const [there, back] = trips[state.asked++ % trips.length];
    state.at += there;
    const told = state.at + ahead;
    state.at += back;
    return told;
  };
  return { state, sync: new ClockSync(ask, { monotonic: () => state.at, wall: () => state.wall }) };
}

test('nothing is known before the first answer', () => {
  assert.equal(device(0, [[1, 1]]).sync.now(), null);
});

test('the fastest of five trips decides, whatever the slow ones said', async () => {
  const { sync, state } = device(1_000_000, [[300, 5], [2, 2], [5, 900], [40, 1], [1, 200]]);
  await sync.sample();
  assert.equal(state.asked, 5);
  assert.equal(sync.now() - state.at, 1_000_000);
});

test('what is told first is used at once, and each faster trip at once too', async () => {
  const { sync, state } = device(1_000_000, [[600, 100], [200, 220], [200, 200], [230, 200], [200, 210]]);
  const used = [];
  sync.addEventListener('synced', () => used.push(sync.now() - state.at - 1_000_000));
  assert.equal(sync.settled, false);
  await sync.sample();
  assert.deepEqual(used, [250, -10, 0]);
  assert.equal(sync.settled, true);
});

test('a slow later run does not spoil what a fast one told', async () => {
  const { sync, state } = device(1_000_000, [[2, 2], [2, 2], [2, 2], [2, 2], [2, 2], [90, 400], [300, 20], [0, 500]]);
  await sync.sample();
  await sync.sample();
  assert.equal(state.asked, 8);
  assert.equal(sync.now() - state.at, 1_000_000);
});

test('after another line: the same server keeps the time it had until five new trips are done', async () => {
  const { sync, state } = device(1_000_000, [[1, 1], [1, 1], [1, 1], [1, 1], [1, 1], [600, 100], [200, 220], [200, 210], [200, 220], [200, 220]]);
  await sync.sample();
  const used = [];
  sync.addEventListener('synced', () => used.push(sync.now() - state.at - 1_000_000));
  sync.doubt();
  await sync.sample();
  assert.equal(state.asked, 10);
  assert.deepEqual(used, [-5], 'the first, worst trip was believed, or the new line never was');
});

test('after another line: a server with another clock is followed from the first answer', async () => {
  const { sync, state } = device(1_000_000, [[1, 1]]);
  await sync.sample();
  const used = [];
  sync.addEventListener('synced', () => used.push(Math.round(sync.now() - state.at)));
  sync.doubt();
  sync.ask = async () => ((state.at += 2), state.at - 1 + 1_000_700);
  await sync.sample();
  assert.deepEqual([...new Set(used)], [1_000_700]);
});

test('a doubt in the middle of a run begins it again; a run that breaks leaves it', async () => {
  const { sync, state } = device(500, [[1, 1]]);
  const { ask } = sync;
  sync.ask = async () => {
    if (state.asked === 3) sync.doubt();
    return ask();
  };
  await sync.sample();
  assert.equal(state.asked, 4 + 5);
  assert.equal(sync.settled, true);
  sync.doubt();
  sync.ask = async () => (state.asked === 11 ? Promise.reject(new Error('gone')) : ask());
  await sync.sample();
  assert.equal(sync.settled, false);
  assert.equal(sync.now() - state.at, 500);
  sync.ask = ask;
  sync.keep();
  await sync.sample();
  assert.equal(state.asked, 11 + 5, 'the next heartbeat takes five trips');
  assert.equal(sync.settled, true);
});

test('a later run takes three trips and replaces the estimate', async () => {
  const { sync, state } = device(500, [[1, 1]]);
  await sync.sample();
  await Promise.all([sync.sample(), sync.sample()]);
  assert.equal(state.asked, 8, 'two runs at once, or another number of trips');
});

test('a minute later it asks again by itself', async () => {
  const { sync, state } = device(500, [[1, 1]]);
  await sync.sample();
  sync.keep();
  assert.equal(state.asked, 5);
  state.at += 61_000;
  sync.keep();
  await sync.sample();
  assert.equal(state.asked, 8);
});

test('a lost connection keeps the estimate', async () => {
  const { sync, state } = device(500, [[1, 1]]);
  await sync.sample();
  sync.ask = async () => { throw new Error('gone'); };
  await sync.sample();
  assert.equal(sync.now() - state.at, 500);
});

test('a sleep without a server moves the time on; a small step of the wall clock does not', async () => {
  const { sync, state } = device(500, [[1, 1]]);
  await sync.sample();
  let woke = 0;
  sync.addEventListener('woke', () => (woke += 1));
  sync.notice(true);
  state.wall += 900;
  sync.notice(true);
  assert.equal(sync.now() - state.at, 500);
  state.wall += 600_000;
  sync.notice(true);
  assert.equal(sync.now() - state.at, 600_500);
  assert.equal(woke, 1);
  state.wall += 600_000;
  sync.notice(false);
  assert.equal(sync.now() - state.at, 600_500, 'with a server, the server is asked');
  assert.equal(woke, 2);
});

test('a page that stood still for seconds woke, though its two clocks went on', async () => {
  const { sync, state } = device(500, [[1, 1]]);
  await sync.sample();
  let woke = 0;
  sync.addEventListener('woke', () => (woke += 1));
  const pass = (ms) => {
    state.at += ms;
    state.wall += ms;
    sync.notice(true);
  };
  [0, 1000, 1000, 2500].forEach(pass);
  assert.equal(woke, 0, 'a slow second is no sleep');
  pass(60_000);
  assert.equal(woke, 1);
  assert.equal(sync.now() - state.at, 500, 'nothing to add: performance.now() did not stop');
  pass(1000);
  assert.equal(woke, 1);
});

const sight = (changes) => ({ kind: 'contract', position: 4, status: 'running', planned: 600_000, left: 300_000, ...changes });

test('said: a new step, two minutes, the end, a pause; nothing else', () => {
  assert.equal(worthSaying(null, sight()), null, 'the first sight is read, not announced');
  assert.equal(worthSaying(sight(), sight({ left: 299_000 })), null);
  assert.equal(worthSaying(sight({ position: 3 }), sight()), 'step');
  assert.equal(worthSaying(sight({ left: 121_000 }), sight({ left: 120_000 })), 'two_minutes');
  assert.equal(worthSaying(sight({ left: 120_000 }), sight({ left: 119_000 })), null);
  assert.equal(worthSaying(sight({ left: 1000 }), sight({ left: 0 })), 'end');
  assert.equal(worthSaying(sight({ left: 0 }), sight({ left: -1000 })), null);
  assert.equal(worthSaying(sight(), sight({ status: 'paused' })), 'paused');
  assert.equal(worthSaying(sight({ left: 121_000, planned: 120_000 }), sight({ left: 120_000, planned: 120_000 })), null);
  assert.equal(worthSaying(sight({ left: null }), sight()), null);
});
