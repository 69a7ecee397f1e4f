// One key for each act that a page declares: what it presses, aims at, walks through, and when it keeps quiet.
import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { openPage } from './page.mjs';

const SHEET = `<shortcut-keys><dialog id="shortcuts"><input type="checkbox" data-part="on" checked>
  <dl><div data-where="[data-walk]" hidden></div><template><div data-line><dt><kbd></kbd></dt><dd></dd></div></template>
  <div data-part="last"></div></dl></dialog></shortcut-keys>`;
const window = openPage();
const { HTMLDialogElement } = window;
HTMLDialogElement.prototype.showModal ??= function show() { this.open = true; };
HTMLDialogElement.prototype.close ??= function close() { this.open = false; };
const { keyOf, numbered, stepped } = await import('../../static/js/domain/keys.js');
await import('../../static/js/elements/shortcut_keys.js');
const $ = (selector) => document.querySelector(selector);
let clicked = [];

const show = (html) => {
  document.body.innerHTML = html + SHEET;
  document.body.onclick = ({ target }) => clicked.push(target.id);
};
const hit = (key, more = {}, from = document.activeElement ?? document.body) => {
  const event = new window.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  from.dispatchEvent(event);
  return event.defaultPrevented;
};

beforeEach(() => {
  clicked = [];
  localStorage.clear();
});

test('a key is pressed alone; shift only makes signs', () => {
  assert.equal(keyOf({ key: 'n' }), 'n');
  assert.equal(keyOf({ key: 'N' }), 'n', 'capitals may be locked');
  assert.equal(keyOf({ key: 'N', shiftKey: true }), null);
  assert.equal(keyOf({ key: '?', shiftKey: true }), '?');
  assert.equal(keyOf({ key: '+', shiftKey: true }), '+');
  for (const modifier of ['ctrlKey', 'altKey', 'metaKey', 'isComposing']) assert.equal(keyOf({ key: 'n', [modifier]: true }), null);
  assert.equal(keyOf({ key: '?', getModifierState: (name) => name === 'AltGraph' }), null);
  assert.equal(keyOf({ key: ' ' }), null, 'space belongs to what has focus');
});

test('two digits within a second are one number, where there are so many tables', () => {
  assert.equal(numbered(null, 1, 0, 60), 1);
  assert.equal(numbered({ number: 1, at: 0 }, 2, 500, 60), 12);
  assert.equal(numbered({ number: 1, at: 0 }, 2, 1500, 60), 2);
  assert.equal(numbered({ number: 1, at: 0 }, 2, 500, 5), 2);
  assert.equal(numbered(null, 7, 0, 5), 0);
  assert.equal(numbered(null, 0, 0, 5), 0);
  assert.deepEqual([stepped(-1, 1, 3), stepped(2, 1, 3), stepped(0, -1, 3), stepped(1, 1, 3), stepped(-1, 1, 0)], [0, 2, 0, 2, -1]);
});

test('a key presses the control that declares it, if it is offered now', () => {
  show(`<div hidden><button id="pause" data-shortcut="p">Pause</button></div><button id="resume" data-shortcut="p">Reprendre</button>
    <button id="off" data-shortcut="c" disabled>Appeler</button><button id="not" data-shortcut="u" aria-disabled="true">Annuler</button>`);
  assert.equal(hit('p'), true);
  assert.deepEqual(clicked, ['resume']);
  assert.equal(hit('c'), false, 'what does nothing leaves the key to the browser');
  assert.equal(hit('u'), false);
  assert.equal(hit('z'), false);
  assert.equal(hit('p', { repeat: true }), true);
  assert.deepEqual(clicked, ['resume'], 'a key held down acts once');
});

test('whoever writes, chooses or reads a dialog keeps all keys', () => {
  show('<button id="next" data-shortcut="n">Suite</button><textarea></textarea><select></select><input type="checkbox"><p contenteditable="true"></p>');
  for (const field of ['textarea', 'select', 'p']) assert.equal(hit('n', {}, $(field)), false, field);
  assert.equal(hit('n', {}, $('input')), true, 'a box takes no letters');
  $('dialog').showModal();
  assert.equal(hit('n'), false);
  $('dialog').close();
  for (const modifier of ['ctrlKey', 'altKey', 'metaKey']) assert.equal(hit('n', { [modifier]: true }), false);
  assert.deepEqual(clicked, ['next']);
});

test('what moves a whole room is aimed at; a closed fold opens; a field is gone to', () => {
  show(`<div data-keys="aim"><button id="all" data-keys="press" data-shortcut="a">Toutes</button><button id="next" data-shortcut="n">Suite</button>
    <select id="target" data-shortcut="b"></select>
    <details id="plus"><summary>Plus</summary><button id="more" data-shortcut="+">+ 5</button></details>
    <details id="message"><summary data-shortcut="m">Message</summary><textarea id="text"></textarea></details></div>
    <details id="fold"><summary>Plus</summary><button id="less" data-shortcut="-">− 5</button></details>`);
  hit('n');
  assert.equal(document.activeElement.id, 'next');
  hit('b');
  assert.equal(document.activeElement.id, 'target');
  document.activeElement.blur();
  hit('+');
  assert.equal($('#plus').open, true);
  assert.equal(document.activeElement.id, 'more');
  hit('m');
  assert.equal($('#message').open, true);
  assert.equal(document.activeElement.id, 'text');
  document.activeElement.blur();
  hit('-');
  assert.equal(document.activeElement.id, 'less');
  assert.deepEqual(clicked, [], 'nothing was pressed yet');
  hit('-');
  hit('a');
  assert.deepEqual(clicked, ['less', 'all']);
});

test('a list is walked, and a key of its items is that of the one where one stands', () => {
  const lane = (n) => `<article><input type="checkbox" id="t${n}" data-shortcut="x"></article>`;
  show(`<div data-walk><div>échelle</div><template></template>${[1, 2, 3].map(lane).join('')}</div>`);
  assert.equal(hit('x'), false, 'nowhere yet');
  assert.equal(hit('ArrowDown'), false, 'outside the list an arrow scrolls');
  hit('j');
  assert.equal(document.activeElement.id, 't1');
  hit('ArrowDown');
  assert.equal(document.activeElement.id, 't2');
  hit('x');
  assert.equal($('#t2').checked, true);
  hit('3');
  assert.equal(document.activeElement.id, 't3');
  hit('k');
  document.activeElement.blur();
  hit('x');
  assert.equal($('#t2').checked, false, 'the place is kept while focus is elsewhere');
  hit('j', {}, document.body);
  assert.equal(document.activeElement.id, 't3');
});

test('the sheet lists what the page declares, once for each key, without hidden words', () => {
  show(`<button data-shortcut="n" data-shortcut-says="Étape suivante">Passer au contrat</button>
    <div hidden><button data-shortcut="p">Pause</button></div><button data-shortcut="p">Reprendre</button>
    <button data-shortcut="c">Appeler<span hidden> autre</span><span> le pilote</span></button><label><input type="checkbox" data-shortcut="x"> Cocher</label>`);
  assert.equal(hit('?', { shiftKey: true }), true);
  assert.equal($('dialog').open, true);
  const lines = [...document.querySelectorAll('[data-line]')].map((line) => line.textContent);
  assert.deepEqual(lines, ['nÉtape suivante', 'pPause / Reprendre', 'cAppeler le pilote', 'xCocher']);
  assert.equal($('[data-where]').hidden, true);
});

test('switched off, no key does anything, on this device, until it is switched on', () => {
  show('<button id="next" data-shortcut="n">Suite</button>');
  $('shortcut-keys').update();
  assert.equal($('#next').getAttribute('aria-keyshortcuts'), 'n');
  $('[data-part=on]').click();
  assert.equal($('#next').hasAttribute('aria-keyshortcuts'), false);
  clicked = [];
  assert.equal(hit('n'), false);
  assert.equal(hit('?'), false);
  show('<button id="next" data-shortcut="n">Suite</button>');
  assert.equal($('[data-part=on]').checked, false, 'remembered');
  assert.equal(hit('n'), false);
  $('[data-part=on]').click();
  clicked = [];
  assert.equal(hit('n'), true);
  assert.deepEqual(clicked, ['next']);
});
