import assert from 'node:assert/strict';
import test, { afterEach, mock } from 'node:test';
import { openPage } from './page.mjs';
import { fakeServer } from './server.mjs';

openPage();
const { Connection } = await import('../../static/js/live/connection.js');

let line;
afterEach(() => {
  line.stop();
  mock.timers.reset();
});

async function micro() {
  for (let i = 0; i < 12; i += 1) await null;
}

async function open(server = fakeServer(), load = server.load) {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const clock = { at: 0 };
  line = new Connection({ load, options: { auth: {} }, resync: () => ({ seat: 's1', versions: { a: 1 } }), now: () => clock.at });
  const states = [];
  line.addEventListener('state', ({ detail }) => states.push(detail.state));
  line.start();
  await micro();
  // Time passes by steps, so that timers set by timers fire too.
  const pass = async (ms) => {
    for (let left = ms; left > 0; left -= 100) {
      clock.at += 100;
      mock.timers.tick(100);
      await micro();
    }
  };
  // A sleep: the time goes on, nothing runs, then the timers that were due.
  const sleep = async (ms) => {
    clock.at += ms;
    await pass(1000);
  };
  return { server, states, pass, sleep };
}

test('connecting, then live, without Socket.IO’s own reconnection', async () => {
  const { server, states } = await open();
  assert.deepEqual(states, ['live']);
  assert.equal(server.options.reconnection, false);
});

test('twelve seconds of silence is offline, though the socket says nothing; then it opens another', async () => {
  const { server, states, pass } = await open();
  server.silent = true;
  await pass(11_800);
  assert.deepEqual(states, ['live']);
  const before = server.opened;
  server.up = false;
  await pass(1500);
  assert.deepEqual(states, ['live', 'offline']);
  await pass(6000);
  assert.ok(server.opened > before, 'a silent socket was trusted');
  server.up = true;
  server.silent = false;
  await pass(6000);
  assert.equal(states.at(-1), 'live');
});

test('a heartbeat is enough to stay live', async () => {
  const { server, states, pass } = await open();
  for (let i = 0; i < 8; i += 1) {
    await pass(5000);
    server.push('heartbeat', { now: 1 });
  }
  assert.deepEqual(states, ['live']);
});

test('tries again with jitter, within a second at first and within five later, for ever', async () => {
  const { server, states, pass } = await open();
  server.up = false;
  server.drop();
  let opened = server.opened;
  const tried = () => -(opened - (opened = server.opened));
  for (let second = 0; second < 8; second += 1) {
    await pass(1100);
    assert.ok(tried() >= 1, 'a server that is back after a few seconds is not waited for');
  }
  await pass(60_000);
  tried();
  await pass(60_000);
  const tries = tried();
  assert.ok(tries >= 60_000 / 5100, `only ${tries} tries in a minute`);
  assert.ok(tries < 60_000 / 1500, `${tries} tries in a minute is a storm`);
  assert.deepEqual(states, ['live', 'connecting', 'offline']);
});

test('waking tries at once', async () => {
  const { server } = await open();
  server.up = false;
  server.drop();
  await micro();
  server.up = true;
  const before = server.opened;
  line.wake();
  await micro();
  assert.ok(server.opened > before && server.connected);
});

const resyncs = (server) => server.received.filter((one) => one.event === 'resync').length;

test('waking asks on a line that seems open what was missed', async () => {
  const { server, states } = await open();
  line.wake();
  line.wake();
  await micro();
  assert.equal(resyncs(server), 1);
  assert.deepEqual(states, ['live']);
});

test('a line that does not answer the waking is opened again, without waiting for twelve seconds', async () => {
  const { server, states, pass } = await open();
  const before = server.opened;
  server.silent = true;
  line.wake();
  await micro();
  server.silent = false;
  await pass(500);
  assert.ok(server.opened > before && server.connected, 'a dead line was trusted');
  assert.deepEqual(states, ['live', 'connecting', 'live']);
});

test('a line that was opened meanwhile is not closed for what the former did not answer', async () => {
  const { server, states, pass } = await open();
  let fail;
  server.held = new Promise((_resolve, reject) => (fail = reject));
  line.wake();
  await micro();
  server.drop();
  await pass(500);
  assert.ok(server.connected);
  const before = server.opened;
  fail(new Error('operation has timed out'));
  await pass(500);
  assert.equal(server.opened, before);
  assert.deepEqual(states, ['live', 'connecting', 'live']);
});

test('after a sleep a line that lives is not called dead: it is asked', async () => {
  const { server, states, sleep, pass } = await open();
  await sleep(60_000);
  assert.equal(resyncs(server), 1);
  await pass(5000);
  assert.deepEqual(states, ['live']);
  assert.equal(server.opened, 1);
});

test('after a sleep a line that was closed is opened at once, and said to be open again', async () => {
  const { server, states, sleep } = await open();
  server.drop();
  await sleep(60_000);
  assert.deepEqual(states, ['live', 'connecting', 'live']);
});

test('a page at the back, whose every watch is late, still learns that it is offline', async () => {
  const { server, states, sleep } = await open();
  server.up = false;
  server.drop();
  await sleep(60_000);
  await sleep(60_000);
  await sleep(60_000);
  assert.deepEqual(states, ['live', 'connecting', 'offline']);
});

test('a script that does not load is asked for again, and the page lives on', async () => {
  const server = fakeServer();
  let loads = 0;
  const { states, pass } = await open(server, async () => {
    loads += 1;
    if (loads < 3) throw new TypeError('failed to fetch');
    return server.io;
  });
  assert.deepEqual(states, []);
  await pass(3000);
  assert.equal(loads, 3);
  assert.deepEqual(states, ['live']);
});

test('a resync tells what is known, at most once a second', async () => {
  const { server, pass } = await open();
  line.resync();
  line.resync();
  await micro();
  assert.equal(server.received.filter((one) => one.event === 'resync').length, 1);
  assert.deepEqual(server.last('resync'), { seat: 's1', versions: { a: 1 } });
  await pass(1100);
  line.resync();
  await micro();
  assert.equal(server.received.filter((one) => one.event === 'resync').length, 2);
});

test('asking without a connection fails at once', async () => {
  const { server } = await open();
  server.up = false;
  server.drop();
  await assert.rejects(line.ask('command', {}), /not connected/);
});

test('a seat that is no longer ours is told, not retried', async () => {
  const server = fakeServer();
  server.up = false;
  server.refuse = 'not_your_seat';
  let left = 0;
  const { pass } = await open(server);
  line.addEventListener('leave', () => (left += 1));
  const before = server.opened;
  await pass(20_000);
  assert.ok(server.opened - before <= 1);
});
