// What a device does when time has passed: as its boxes say, which it remembers; late, nothing.
import assert from 'node:assert/strict';
import test, { before, beforeEach } from 'node:test';
import { group, openPage } from './page.mjs';
import { fakeServer } from './server.mjs';

const BOXES = ['two_minutes.buzz', 'two_minutes.chime', 'end.buzz', 'end.chime'];
const box = (value, checked) => `<label${value.endsWith('buzz') ? ' data-by="buzz"' : ''}><input type="checkbox" value="${value}" ${checked ? 'checked' : ''}></label>`;
const signals = (buzz) => `<time-signals>${BOXES.map((one) => box(one, buzz && one.endsWith('buzz'))).join('')}<p data-by="still">non</p></time-signals>`;
openPage('<div data-seat="s1" data-person="p1" data-workshop="w1" data-watch="group"></div><main></main>');

const done = [];
class Sound {
  state = 'running';
  currentTime = 0;
  createGain = () => ({ gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (next) => next });
  createOscillator = () => ({ frequency: {}, connect: (next) => next, start: (at) => done.push(`note at ${at}`), stop() {} });
}
globalThis.AudioContext = Sound;
Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { vibrate: (pattern) => done.push(`buzz ${pattern}`) } });
let here;

before(async () => {
  const { makeScreen, readSeat } = await import('../../static/js/live/screen.js');
  here = makeScreen(readSeat(document.querySelector('[data-seat]')), fakeServer().load);
  here.time.now = () => 0;
  await import('../../static/js/elements/time_signals.js');
});

beforeEach(() => {
  done.length = 0;
  localStorage.clear();
});

const put = (html) => {
  document.querySelector('main').innerHTML = html;
  return document.querySelector('time-signals');
};
const left = (node, milliseconds) => node.update({ group: group({ clock: { planned: 1_500_000, deadline: milliseconds, remaining: null } }) });

test('the host’s device vibrates at both marks, once each, and makes no sound', () => {
  const node = put(signals(true));
  for (const seconds of [200, 121, 120, 119, 1, 0, -1]) left(node, seconds * 1000);
  assert.deepEqual(done, ['buzz 250', 'buzz 350,150,350']);
});

test('everybody else’s does nothing until they ask; what they ask is heard at once and remembered', async () => {
  let node = put(signals(false));
  for (const seconds of [121, 120, 1, 0]) left(node, seconds * 1000);
  assert.deepEqual(done, []);
  node.querySelector('[value="end.chime"]').click();
  await new Promise((resolve) => setTimeout(resolve, 200));
  assert.deepEqual(done, ['note at 0', 'note at 0', 'note at 0.55', 'note at 0.55'], 'two notes, each with its fifth');
  node = put(signals(true));
  assert.deepEqual([...node.querySelectorAll('input')].filter((one) => one.checked).map((one) => one.value), ['end.chime']);
  done.length = 0;
  for (const seconds of [121, 120, 1, 0]) left(node, seconds * 1000);
  assert.equal(done.length, 4);
});

test('a device that slept through the end does not ring afterwards', () => {
  const node = put(signals(true));
  for (const seconds of [300, -21]) left(node, seconds * 1000);
  assert.deepEqual(done, []);
});

test('where nothing vibrates it says so', () => {
  navigator.vibrate = undefined;
  const node = put(signals(true));
  assert.deepEqual([...node.querySelectorAll('[data-by]')].map((part) => part.hidden), [true, true, false]);
});
