import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { openPage, settled } from './page.mjs';

openPage();
const { Outbox } = await import('../../static/js/live/outbox.js');
const { advancePhase, keepIdea, typedFields } = await import('../../static/js/live/commands.js');

beforeEach(() => localStorage.clear());

function server() {
  const told = { received: [], up: true, answers: new Map(), drop: 0 };
  told.transmit = async (message) => {
    if (!told.up) throw new Error('not connected');
    told.received.push(message);
    if (told.drop-- > 0) throw new Error('the acknowledgement was lost');
    return told.answers.get(message.command) ?? { ok: true, version: 2 };
  };
  return told;
}

const idea = (text) => keepIdea({ text }, { group: 'g1' });

test('a command is sent with its id, seat, table and fields, and forgotten once answered', async () => {
  const there = server();
  const outbox = new Outbox('s1', there.transmit);
  const answers = [];
  outbox.addEventListener('answer', ({ detail }) => answers.push(detail));
  const entry = advancePhase({}, { group: 'g1', step: 7 });
  outbox.add(entry);
  await settled();
  assert.deepEqual(JSON.parse(JSON.stringify(there.received)), [
    { id: entry.id, as: 's1', command: 'advance_phase', group: 'g1', step: 7, fields: {} },
  ]);
  assert.match(entry.id, /^[0-9a-f]{32}$/);
  assert.equal(answers.length, 1);
  assert.equal(outbox.waiting.length, 0);
  assert.equal(localStorage.length, 0);
});

test('while the network is down commands wait, then leave in order, once', async () => {
  const there = server();
  there.up = false;
  const outbox = new Outbox('s1', there.transmit);
  for (const text of ['a', 'b', 'c']) outbox.add(idea(text));
  await settled();
  assert.equal(outbox.waiting.length, 3);
  there.up = true;
  await outbox.drain();
  await outbox.drain();
  assert.deepEqual(there.received.map((m) => m.fields.text), ['a', 'b', 'c']);
});

test('a lost acknowledgement makes the same id leave again, before the next command', async () => {
  const there = server();
  there.drop = 1;
  const outbox = new Outbox('s1', there.transmit);
  outbox.add(idea('a'));
  outbox.add(idea('b'));
  await settled();
  await outbox.drain();
  const ids = there.received.map((m) => m.id);
  assert.equal(ids.length, 3);
  assert.equal(ids[0], ids[1]);
  assert.deepEqual(there.received.map((m) => m.fields.text), ['a', 'a', 'b']);
});

test('what waits survives a reload, for its own seat only', async () => {
  const there = server();
  there.up = false;
  new Outbox('s1', there.transmit).add(idea('kept'));
  await settled();
  assert.equal(new Outbox('s2', there.transmit).waiting.length, 0);
  there.up = true;
  const after = new Outbox('s1', there.transmit);
  assert.equal(after.waiting.length, 1);
  await after.drain();
  assert.equal(there.received[0].fields.text, 'kept');
  assert.equal(new Outbox('s1', there.transmit).waiting.length, 0);
});

test('two pages of one seat do not overwrite each other', async () => {
  const there = server();
  there.up = false;
  const one = new Outbox('s1', there.transmit);
  const two = new Outbox('s1', there.transmit);
  one.add(idea('a'));
  two.add(idea('b'));
  assert.equal(new Outbox('s1', there.transmit).waiting.length, 2);
});

test('an old act on the clock is not sent after a reload; words are', () => {
  const there = server();
  there.up = false;
  let time = 1_000_000;
  const outbox = new Outbox('s1', there.transmit, { now: () => time });
  outbox.add({ ...advancePhase({}, { group: 'g1', step: 1 }), steering: true });
  outbox.add(idea('words'));
  time += 60_000;
  const after = new Outbox('s1', there.transmit, { now: () => time });
  assert.deepEqual(after.waiting.map((entry) => entry.command), ['keep_idea']);
});

test('acts on the clock can be withdrawn', async () => {
  const there = server();
  there.up = false;
  const outbox = new Outbox('s1', there.transmit);
  outbox.add(idea('a'));
  outbox.add({ ...advancePhase({}, { group: 'g1', step: 1 }), steering: true });
  assert.deepEqual(outbox.withdrawSteering().map((entry) => entry.command), ['advance_phase']);
  assert.deepEqual(outbox.waiting.map((entry) => entry.command), ['keep_idea']);
});

test('acts on the clock that were pressed long ago can be taken out alone', async () => {
  const clock = { at: 0 };
  const there = server();
  there.up = false;
  const outbox = new Outbox('s1', there.transmit, { now: () => clock.at });
  outbox.add({ ...advancePhase({}, { group: 'g1', step: 7 }), steering: true });
  outbox.add(idea('a'));
  clock.at = 600_000;
  outbox.add({ ...advancePhase({}, { group: 'g1', step: 8 }), steering: true });
  await settled();
  assert.deepEqual(outbox.withdrawSteering(15_000).map((entry) => entry.step), [7]);
  assert.deepEqual(outbox.waiting.map((entry) => entry.command), ['keep_idea', 'advance_phase']);
});

test('held, nothing leaves; the one put first leaves first', async () => {
  const there = server();
  const outbox = new Outbox('s1', there.transmit);
  outbox.hold();
  outbox.add(idea('a'));
  outbox.addFirst(advancePhase({}, { group: 'g1', step: 1 }));
  await settled();
  assert.equal(there.received.length, 0);
  outbox.release();
  await settled();
  assert.deepEqual(there.received.map((m) => m.command), ['advance_phase', 'keep_idea']);
});

test('storage that throws costs only the reload', async () => {
  const there = server();
  there.up = false;
  const real = globalThis.localStorage;
  globalThis.localStorage = new Proxy({}, { get() { throw new Error('refused'); }, ownKeys() { throw new Error('refused'); } });
  try {
    const outbox = new Outbox('s9', there.transmit);
    outbox.add(idea('a'));
    there.up = true;
    outbox.drain();
    await settled();
    assert.equal(there.received.length, 1);
  } finally {
    globalThis.localStorage = real;
  }
});

test('a refusal is an answer; too fast is not', async () => {
  const there = server();
  there.answers.set('keep_idea', { ok: false, refusal: 'wrong_phase', words: 'Pas encore.' });
  const outbox = new Outbox('s1', there.transmit);
  const refused = [];
  outbox.addEventListener('answer', ({ detail }) => refused.push(detail.answer.refusal));
  outbox.add(idea('a'));
  await settled();
  assert.deepEqual(refused, ['wrong_phase']);
  there.answers.set('keep_idea', { ok: false, refusal: 'too_fast' });
  outbox.add(idea('b'));
  await settled();
  assert.equal(outbox.waiting.length, 1);
});

test('fields become what the server reads', () => {
  assert.deepEqual(typedFields({ minutes: '-5', keep: 'true', warn: false, roles: 'host scribe', text: '5', roles2: 'a' }), {
    minutes: -5, keep: true, warn: false, roles: ['host', 'scribe'], text: '5', roles2: 'a',
  });
});
