// Who has not been heard yet: from the turns that pass and what the host ticks, in the page's memory alone.
import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { group, openPage, settled } from './page.mjs';
import { listen, NOBODY, speakers, tick } from '../../static/js/domain/heard.js';

const PEOPLE = [
  { id: 'c', name: 'Nadège', roles: ['client'] },
  { id: 'h', name: 'Lucie', roles: ['host'] },
  { id: 'i', name: 'Inès', roles: ['consultant'] },
  { id: 'o', name: 'Mourad', roles: ['observer'] },
  { id: 'p', name: 'Paul', roles: ['consultant', 'scribe'] },
];
const at = (kind, tour = [], more = {}) =>
  group({
    people: PEOPLE, tour: tour.map((id) => ({ id, name: id })), phase: { position: 6, kind, scope: 'group' }, ...more,
  });
const names = (known, table) => speakers(known, table, 'h').filter((one) => !one.heard).map((one) => one.name);

test('those who speak in a phase, without the client who is spoken to, observers and the host who looks', () => {
  assert.deepEqual(names(NOBODY, at('suggestions')), ['Inès', 'Paul']);
  assert.deepEqual(names(NOBODY, at('learnings')), ['Nadège', 'Inès', 'Mourad', 'Paul']);
  assert.deepEqual(names(NOBODY, at('framing')), ['Nadège', 'Inès', 'Paul']);
  for (const kind of ['exposition', 'silent_writing', 'pause', 'action_plan']) assert.deepEqual(names(NOBODY, at(kind)), []);
  assert.deepEqual(speakers(NOBODY, group({ phase: null }), 'h'), []);
});

test('whoever had the turn was heard, one or several snapshots later', () => {
  let known = listen(NOBODY, at('suggestions', ['i', 'p', 'h']));
  assert.deepEqual(known.heard, []);
  known = listen(known, at('suggestions', ['p', 'h']));
  assert.deepEqual(names(known, at('suggestions')), ['Paul']);
  known = listen(known, at('suggestions', ['h']));
  assert.deepEqual(known.heard, ['i', 'p']);
  known = listen(known, at('suggestions'));
  assert.deepEqual(known.heard, ['i', 'p', 'h']);
  assert.deepEqual(listen(listen(NOBODY, at('suggestions', ['i', 'p', 'h'])), at('suggestions', ['h'])).heard, ['i', 'p']);
});

test('a tour closed before its end, or one that somebody left, says nothing of the others', () => {
  const open = listen(NOBODY, at('suggestions', ['i', 'p', 'h']));
  assert.deepEqual(listen(open, at('suggestions')).heard, []);
  assert.deepEqual(listen(open, at('suggestions', ['i', 'h'])).heard, []);
});

test('the host ticks and unticks; another phase or another round forgets all', () => {
  let known = tick(listen(NOBODY, at('suggestions')), 'p');
  assert.deepEqual(names(known, at('suggestions')), ['Inès']);
  known = listen(known, at('suggestions'));
  assert.deepEqual(known.heard, ['p'], 'a snapshot takes no tick away');
  assert.deepEqual(tick(known, 'p').heard, []);
  assert.deepEqual(listen(known, at('learnings', [], { phase: { position: 8, kind: 'learnings' } })).heard, []);
  assert.deepEqual(listen(known, at('suggestions', [], { round: 2 })).heard, []);
});

openPage(`<not-heard hidden><ul data-part="people"><template><li><button type="button" aria-pressed="false"><span data-part="name"></span></button></li></template></ul></not-heard>`);

before(() => import('../../static/js/elements/not_heard.js'));

test('on the page: a press marks, nothing is sent and nothing stored', async () => {
  const element = document.querySelector('not-heard');
  const sent = [];
  globalThis.fetch = (...all) => sent.push(all);
  document.addEventListener('submit', (event) => sent.push(event));
  element.update({ group: at('suggestions'), my: { id: 'h' } });
  assert.equal(element.hidden, false);
  const buttons = () => [...element.querySelectorAll('button')].map((one) => `${one.textContent} ${one.getAttribute('aria-pressed')}`);
  assert.deepEqual(buttons(), ['Inès false', 'Paul false']);
  element.querySelector('button').click();
  assert.deepEqual(buttons(), ['Inès true', 'Paul false']);
  const first = element.querySelector('button');
  element.update({ group: at('suggestions'), my: { id: 'h' } });
  assert.equal(element.querySelector('button'), first, 'the button is not made again under the finger');
  await settled();
  assert.deepEqual([sent.length, localStorage.length, sessionStorage.length], [0, 0, 0]);
  element.update({ group: at('pause'), my: { id: 'h' } });
  assert.equal(element.hidden, true);
});
