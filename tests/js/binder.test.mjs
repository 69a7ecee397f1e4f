import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { openPage, show } from './page.mjs';

openPage();
const { bind } = await import('../../static/js/elements/binder.js');
const { keepingFocus } = await import('../../static/js/elements/focus_keeper.js');

beforeEach(() => document.activeElement?.blur?.());
const $ = (selector) => document.querySelector(selector);
const shown = () => [...document.querySelectorAll('body *')].filter((n) => n.localName !== 'template' && !n.closest('[hidden]'));

test('text, visibility and attributes follow the snapshot', () => {
  const root = show(`<p data-text="group.name" data-show="group.open" data-attr="data-phase:group.kind; aria-current:group.kind=contract"></p>`);
  const redraw = bind(root);
  redraw({ group: { name: '<b>Somme</b>', open: true, kind: 'contract' } });
  assert.equal(root.textContent, '<b>Somme</b>');
  assert.equal(root.childElementCount, 0);
  assert.deepEqual([root.hidden, root.dataset.phase, root.getAttribute('aria-current')], [false, 'contract', 'true']);
  redraw({ group: { open: false } });
  assert.deepEqual([root.hidden, root.dataset.phase, root.textContent], [true, undefined, '']);
});

test('an attribute that could run or fetch something is refused', () => {
  for (const name of ['href', 'src', 'onclick', 'style', 'srcdoc', 'id']) {
    assert.throws(() => bind(show(`<a data-attr="${name}:group.name"></a>`)), SyntaxError);
  }
});

test('disabled is a flag', () => {
  const button = show('<button data-attr="disabled:!my.can.undo; value:group.n"></button>');
  const redraw = bind(button);
  redraw({ my: { can: {} }, group: { n: 0 } });
  assert.deepEqual([button.disabled, button.value], [true, '0']);
  redraw({ my: { can: { undo: true } }, group: { n: 1 } });
  assert.equal(button.disabled, false);
});

test('an item that reads itself alone is drawn again when it changed, or what it was said to read', () => {
  const list = show('<ul data-each="ideas" data-key="id" data-alone="by"><template><li><b data-text="item.text"></b><i data-text="by"></i></li></template></ul>');
  const redraw = bind(list);
  redraw({ by: 'Inès', ideas: [{ id: 1, text: 'un' }, { id: 2, text: 'deux' }] });
  const [one, two] = list.querySelectorAll('b');
  one.textContent = two.textContent = '…';
  redraw({ by: 'Inès', ideas: [{ id: 1, text: 'un' }, { id: 2, text: 'trois' }] });
  assert.deepEqual([one.textContent, two.textContent], ['…', 'trois']);
  redraw({ by: 'Paul', ideas: [{ id: 1, text: 'un' }, { id: 2, text: 'trois' }] });
  assert.deepEqual([one.textContent, list.querySelector('i').textContent], ['un', 'Paul']);
});

test('an item that reads itself alone and is written in hides what it must once it was left', () => {
  const list = show(`<ul data-each="ideas" data-key="id" data-alone><template><li>
    <form data-show="item.open"><input name="text"></form></li></template></ul>`);
  const redraw = bind(list);
  redraw({ ideas: [{ id: 1, open: true }] });
  const field = list.querySelector('input');
  field.focus();
  field.value = 'à moitié';
  redraw({ ideas: [{ id: 1, open: false }] });
  assert.equal(field.form.hidden, false);
  field.value = '';
  field.blur();
  redraw({ ideas: [{ id: 1, open: false }] });
  assert.equal(field.form.hidden, true);
});

test('a list keeps the node of each key, in order, and its inner words follow', () => {
  const list = show('<ul data-each="ideas" data-key="id"><template><li data-text="item.text"></li></template></ul>');
  const redraw = bind(list);
  redraw({ ideas: [{ id: 'a', text: 'A' }, { id: 'b', text: 'B' }] });
  const [a, b] = list.querySelectorAll('li');
  redraw({ ideas: [{ id: 'c', text: 'C' }, { id: 'b', text: 'B2' }, { id: 'a', text: 'A' }] });
  assert.deepEqual([...list.querySelectorAll('li')].map((n) => n.textContent), ['C', 'B2', 'A']);
  assert.equal(list.querySelectorAll('li')[1], b);
  assert.equal(list.querySelectorAll('li')[2], a);
  redraw({ ideas: [] });
  assert.equal(list.querySelectorAll('li').length, 0);
  redraw({});
  assert.equal(list.querySelectorAll('li').length, 0);
});

test('a new item above does not move the focused one', () => {
  const list = show('<ul data-each="ideas" data-key="id"><template><li><input></li></template></ul>');
  const redraw = bind(list);
  redraw({ ideas: [{ id: 'a' }] });
  const field = list.querySelector('input');
  field.focus();
  redraw({ ideas: [{ id: 'z' }, { id: 'a' }] });
  assert.equal(document.activeElement, field);
});

test('an item somebody writes in stays until it is left', () => {
  const list = show('<ul data-each="ideas" data-key="id"><template><li><input></li></template></ul>');
  const redraw = bind(list);
  redraw({ ideas: [{ id: 'a' }, { id: 'b' }] });
  const field = list.querySelector('input');
  field.focus();
  field.value = 'half a sen';
  redraw({ ideas: [{ id: 'b' }] });
  assert.ok(field.isConnected);
  field.blur();
  redraw({ ideas: [{ id: 'b' }] });
  assert.ok(!field.isConnected);
});

test('lists nest, and inner paths see the outer data', () => {
  const list = show(`<ul data-each="lanes" data-key="id"><template><li><ol data-each="item.steps" data-key="n"><template>
    <b data-text="item.n" data-attr="data-at:place"></b></template></ol></li></template></ul>`);
  bind(list)({ place: 'x', lanes: [{ id: 1, steps: [{ n: 1 }, { n: 2 }] }, { id: 2, steps: [{ n: 3 }] }] });
  assert.deepEqual([...list.querySelectorAll('b')].map((n) => n.textContent + n.dataset.at), ['1x', '2x', '3x']);
});

test('a field in use is never rewritten; an untouched one follows', () => {
  const field = show('<textarea data-field="person.notes"></textarea>');
  const redraw = bind(field);
  redraw({ person: { notes: 'one' } });
  assert.equal(field.value, 'one');
  field.focus();
  redraw({ person: { notes: 'two' } });
  assert.equal(field.value, 'one', 'rewritten under the cursor');
  field.blur();
  redraw({ person: { notes: 'two' } });
  assert.equal(field.value, 'two');
  field.value = 'mine';
  redraw({ person: { notes: 'three' } });
  assert.equal(field.value, 'mine', 'words of a person were overwritten');
  redraw({ person: { notes: 'mine' } });
  redraw({ person: { notes: 'four' } });
  assert.equal(field.value, 'four');
});

const VIEWS = `<main><h1 data-text="kind"></h1><section data-views>
  <template data-view="kind=clarification"><article><p id="rule">Des faits.</p>
    <form id="keep" data-command="keep_idea"><textarea name="text"></textarea><button>Garder</button></form></article></template>
  <template data-view="kind=contract"><article id="contract"><form><input name="sentence"></form></article></template>
</section></main>`;

test('the first view that holds is cloned once and not redrawn', () => {
  const redraw = bind(show(VIEWS));
  redraw({ kind: 'clarification' });
  const form = $('#keep');
  redraw({ kind: 'clarification' });
  assert.equal($('#keep'), form);
  redraw({ kind: 'contract' });
  assert.ok($('#contract') && !$('#keep'));
  redraw({ kind: 'nothing' });
  assert.ok(!$('#contract'));
});

test('finishing my sentence: the form stays alone under the new view, then goes', () => {
  const redraw = bind(show(VIEWS));
  redraw({ kind: 'clarification' });
  const field = $('#keep textarea');
  field.focus();
  field.value = 'half a sen';
  keepingFocus(() => redraw({ kind: 'contract' }));
  assert.equal(document.activeElement, field, 'focus moved');
  assert.equal(field.value, 'half a sen');
  assert.ok($('#contract'));
  assert.ok(!shown().includes($('#rule')), 'the rest of the former view is still there');
  assert.ok($('#contract').compareDocumentPosition($('#keep')) & Node.DOCUMENT_POSITION_FOLLOWING);
  redraw({ kind: 'contract' });
  assert.ok(field.isConnected);
  $('#keep button').focus();
  redraw({ kind: 'contract' });
  assert.ok(field.isConnected, 'reaching for the button took the form away');
  $('#keep button').blur();
  redraw({ kind: 'contract' });
  assert.ok(!field.isConnected);
});

test('an emptied field gives its place up', () => {
  const redraw = bind(show(VIEWS));
  redraw({ kind: 'clarification' });
  const field = $('#keep textarea');
  field.focus();
  field.value = 'x';
  redraw({ kind: 'contract' });
  field.value = '';
  keepingFocus(() => redraw({ kind: 'contract' }));
  assert.ok(!field.isConnected);
  assert.equal(document.activeElement.localName, 'h1');
});

test('undo while writing makes the view whole again, with the same field', () => {
  const redraw = bind(show(VIEWS));
  redraw({ kind: 'clarification' });
  const field = $('#keep textarea');
  field.focus();
  field.value = 'half';
  redraw({ kind: 'contract' });
  redraw({ kind: 'clarification' });
  assert.equal($('#keep textarea'), field);
  assert.ok(shown().includes($('#rule')));
  assert.ok(!$('#contract'));
  assert.equal(document.querySelectorAll('#keep').length, 1);
});

test('an empty field does not hold a view back', () => {
  const redraw = bind(show(VIEWS));
  redraw({ kind: 'clarification' });
  $('#keep textarea').focus();
  keepingFocus(() => redraw({ kind: 'contract' }));
  assert.ok(!$('#keep'));
  assert.equal(document.activeElement, $('h1'), 'focus was lost with its control');
  assert.equal($('h1').getAttribute('tabindex'), '-1');
});

test('a form that waits for its answer stays to tell it', () => {
  const redraw = bind(show(VIEWS));
  redraw({ kind: 'clarification' });
  const form = $('#keep');
  form.elements.text.value = 'sent';
  form.dataset.state = 'waiting';
  redraw({ kind: 'contract' });
  assert.ok(form.isConnected);
  form.dataset.state = 'saved';
  redraw({ kind: 'contract' });
  assert.ok(!form.isConnected);
});

test('hiding waits for the sentence too', () => {
  const redraw = bind(show('<main><h1>x</h1><form data-show="open"><input name="a"></form></main>'));
  redraw({ open: true });
  $('input').focus();
  $('input').value = 'half';
  redraw({ open: false });
  assert.equal($('form').hidden, false);
  $('input').blur();
  redraw({ open: false });
  assert.equal($('form').hidden, true);
});

test('a custom element is given the data', () => {
  const seen = [];
  customElements.define('seen-here', class extends HTMLElement { update(data) { seen.push(data.item?.id ?? 'page'); } });
  bind(show('<div><seen-here></seen-here><ul data-each="all" data-key="id"><template><seen-here></seen-here></template></ul></div>'))({
    all: [{ id: 'a' }, { id: 'b' }],
  });
  assert.deepEqual(seen.sort(), ['a', 'b', 'page']);
});
