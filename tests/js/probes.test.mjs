// What is tried of a room, one by one, against pages and lines that answer, refuse or swallow.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import test from 'node:test';
import { openPage, show } from './page.mjs';

openPage();
const { addressFrom, measure, nextReturn, openBy, storage, wakeLock } = await import('../../static/js/live/probes.js');
const { roundTrips, seconds } = await import('../../static/js/domain/round_trips.js');
const { judge, say, spoken } = await import('../../static/js/elements/check_lines.js');

test('the address of links and the address of the page', () => {
  const at = (origin) => new URL(origin);
  assert.equal(addressFrom(at('https://tablee.example'), 'https://tablee.example'), 'same');
  assert.equal(addressFrom(at('http://192.168.1.20:5000'), 'https://tablee.example'), 'other');
  assert.equal(addressFrom(at('http://192.168.1.20:5000'), 'http://192.168.1.20:8000'), 'other');
  assert.equal(addressFrom(at('http://192.168.1.20:5000'), ''), 'unset');
  assert.equal(addressFrom(at('http://127.0.0.1:5000'), ''), 'local');
  assert.equal(addressFrom(at('http://192.168.1.20:5000'), 'http://localhost:5000'), 'local');
  assert.equal(addressFrom(at('http://127.0.0.1:5000'), 'https://tablee.example'), 'other', 'links lead elsewhere');
  assert.equal(addressFrom(at('http://192.168.1.20:5000'), 'tablee.example'), 'other', 'an address without http is none');
});

test('storage that keeps, that forgets, that throws', () => {
  assert.equal(storage(localStorage), 'kept');
  assert.equal(localStorage.length, 0, 'nothing stays behind');
  assert.equal(storage({ setItem() {}, getItem: () => null, removeItem() {} }), 'no-storage');
  assert.equal(storage({ setItem() { throw new Error('denied'); } }), 'no-storage');
});

test('a wake lock that is given, refused, unknown', async () => {
  let given = 0;
  assert.equal(await wakeLock({ request: async () => ({ release: async () => (given += 1) }) }), 'awake');
  assert.equal(given, 1, 'the lock was given back');
  assert.equal(await wakeLock({ request: async () => { throw new Error('battery'); } }), 'refused');
  assert.equal(await wakeLock(null), 'absent');
});

function line({ connects = true, answers = true }) {
  const seen = { closed: 0, options: null };
  const socket = {
    on: (name, listen) => (seen[name] = listen),
    connect: () => setTimeout(() => seen[connects ? 'connect' : 'connect_error'](new Error('websocket error'))),
    disconnect: () => (seen.closed += 1),
    timeout: () => ({ emitWithAck: async () => { if (!answers) throw new Error('operation has timed out'); return { now: 1 }; } }),
  };
  return [(options) => ((seen.options = options), socket), seen];
}

test('one transport alone: open, blocked, or opened and swallowed; closed afterwards', async () => {
  let [io, seen] = line({});
  assert.ok((await openBy('websocket', io, { auth: { pass: 'p' } })).opened >= 0);
  assert.deepEqual([seen.options.transports, seen.options.upgrade, seen.options.reconnection], [['websocket'], false, false]);
  assert.deepEqual([seen.options.auth, seen.closed], [{ pass: 'p' }, 1]);
  [io, seen] = line({ connects: false });
  assert.deepEqual([await openBy('polling', io, {}), seen.closed], [{ failed: 'websocket error' }, 1]);
  [io, seen] = line({ answers: false });
  assert.deepEqual([await openBy('websocket', io, {}), seen.closed], [{ failed: 'operation has timed out' }, 1]);
});

test('ten round trips: the usual one, the worst, and how far the date is off', async () => {
  const takes = [20, 300, 40, 10, 30, 50, 60, 70, 80, 90];
  let now = 0;
  let trip = 0;
  const ask = async () => {
    const [there, back] = [takes[trip] / 2, takes[trip] / 2];
    trip += 1;
    now += there;
    const told = now - 7000;
    now += back;
    return told;
  };
  const trips = await measure(ask, { monotonic: () => now, wall: () => now });
  assert.deepEqual(roundTrips(trips), { usual: 50, worst: 300, ahead: 7000 });
  assert.deepEqual([seconds(-420, 'fr'), seconds(12_400, 'fr'), seconds(1500, 'en')], ['0,4', '12', '1.5']);
  await assert.rejects(measure(async () => { throw new Error('gone'); }));
});

test('seconds are said in the language of the page, and the check says them no other way', async () => {
  for (const [language, said] of [['fr', '4,5'], ['en', '4.5']]) {
    document.documentElement.lang = language;
    assert.equal(spoken(4500), said);
  }
  const source = await readFile(new URL('../../static/js/elements/room_check.js', import.meta.url), 'utf8');
  assert.doesNotMatch(source, /\bseconds\(/);
});

test('a return is told once the page is seen again, and not for a blink', async () => {
  const page = new EventTarget();
  page.visibilityState = 'visible';
  let now = 0;
  let away = null;
  nextReturn({ wall: () => now, page, every: 5 }).then((milliseconds) => (away = milliseconds));
  const look = async (state, at) => {
    page.visibilityState = state;
    now = at;
    page.dispatchEvent(new Event('visibilitychange'));
    await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await look('hidden', 1000);
  await look('visible', 2000);
  assert.equal(away, null, 'a blink');
  await look('hidden', 2500);
  await look('hidden', 31_000);
  assert.equal(away, null, 'still away');
  await look('visible', 33_000);
  assert.equal(away, 31_000, 'since it was last seen');
});

test('a lid that closes hides nothing: the time that is missing tells', async () => {
  const page = new EventTarget();
  page.visibilityState = 'visible';
  let now = 0;
  const back = nextReturn({ wall: () => now, page, every: 5 });
  await new Promise((resolve) => setTimeout(resolve, 20));
  now = 40_000;
  assert.equal(await back, 40_000);
});

test('a line shows the words of what was seen and takes their state; the verdict is the worst', () => {
  const root = show(`<div><p data-verdict="running"></p><p data-verdict="good" hidden></p><p data-verdict="late" hidden></p><p data-verdict="stop" hidden></p>
    <li data-check="a" data-state="waiting"><p data-in="open" data-kind="good" hidden><b data-part="took"></b></p><p data-in="shut" data-kind="stop" hidden></p></li>
    <li data-check="b" data-state="waiting"><p data-in="slow" data-kind="late" hidden></p></li></div>`);
  const verdict = () => [...root.querySelectorAll('[data-verdict]')].filter((one) => !one.hidden).map((one) => one.dataset.verdict);
  say(root, 'a', 'open', { took: 12 });
  judge(root);
  assert.equal(root.querySelector('[data-check=a]').dataset.state, 'good');
  assert.equal(root.querySelector('[data-part=took]').textContent, '12');
  assert.deepEqual(verdict(), ['good']);
  say(root, 'b', 'slow');
  judge(root);
  assert.deepEqual(verdict(), ['late']);
  say(root, 'a', 'shut');
  judge(root);
  assert.equal(root.querySelector('[data-in=open]').hidden, true);
  assert.deepEqual(verdict(), ['stop']);
});
