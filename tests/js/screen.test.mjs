// A whole page with a fake server: forms, drafts, refusals, double presses, the clock, the voice.
import assert from 'node:assert/strict';
import test, { before, beforeEach } from 'node:test';
import { group, openPage, settled } from './page.mjs';
import { fakeServer } from './server.mjs';

const CLOCK = `<work-clock class="clock" data-audience="host"><div class="face"><svg>
  <mask data-part="mask"><circle data-part="shown"></circle></mask>
  <g><circle data-part="sub"></circle><circle data-part="min"></circle><circle data-part="five"></circle></g>
  <g data-part="lit"><circle data-part="five"></circle></g><circle class="rim"></circle><circle class="ghost"></circle>
  <circle data-part="left" class="left"></circle><g data-part="beads"><circle data-part="bead"></circle></g><g data-part="hand"></g></svg>
  <p data-part="numerals"><span data-part="time"></span><span data-part="unit"> min</span></p>
  <p data-in="running last"><span data-in-drift="late"><b data-part="drift-minutes"></b> min de retard</span><span data-in-drift="on-time">à l’heure</span></p>
  <p data-in="overrun">de plus</p><p data-in="connecting">connexion…</p></div></work-clock>`;

openPage(`<div data-seat="s1" data-person="p1" data-workshop="w1" data-screen="table" data-watch="group person"></div>
<live-status><span data-in="connecting">Connexion…</span><span data-in="live">En direct</span><span data-in="offline">Sans réseau</span></live-status>
<main><h1 data-text="phase.kind"></h1>${CLOCK}
<form id="idea" data-command="keep_idea"><textarea name="text" data-limit="10"></textarea><span data-left hidden><b data-part="left"></b></span>
  <p data-refusal role="alert" hidden></p><p><span data-in="waiting">Envoi…</span><span data-in="saved">Enregistré</span></p><button>Garder</button></form>
<form id="next" data-command="advance_phase"><button>Passer</button><p data-refusal role="alert" hidden></p></form>
<form id="notes" data-command="write_notes" data-autosend><textarea name="text" data-field="person.notes"></textarea><button>Garder</button></form>
<form id="roles" data-command="change_roles" data-value-person="p2"><label><input type="checkbox" name="roles" value="host" checked></label>
  <label><input type="checkbox" name="roles" value="scribe"></label><label><input type="checkbox" name="roles" value="consultant" checked></label><button>ok</button></form>
<form id="stop" data-command="stop_round"><button data-value-keep="true">Garder</button></form>
</main>
<say-aloud><p data-part="said"></p><template data-say="contract">Étape : contrat.</template><template data-say="paused">Pause.</template>
  <input type="radio" name="announcements" value="none"><input type="radio" name="announcements" value="few" checked></say-aloud>
<template data-words="not-sent">Ce geste n’est pas parti.</template>
<script type="application/json" data-snapshots>${JSON.stringify([group()])}</script>`);

const { makeScreen, readSeat, screen } = await import('../../static/js/live/screen.js');
const server = fakeServer();
const $ = (selector) => document.querySelector(selector);
const person = (changes = {}) => ({ audience: 'person:p1', version: 1, id: 'p1', name: 'Inès', group: 'g1', roles: [], notes: '', ...changes });
let here;
let version = 1;
const tell = async (changes) => {
  server.push('snapshot', group({ version: ++version, ...changes }));
  await settled();
};

before(async () => {
  here = makeScreen(readSeat($('[data-seat]')), server.load);
  here.store.accept(group());
  const { openLivePage } = await import('../../static/js/elements/live_page.js');
  openLivePage();
  await settled();
  await settled();
});

beforeEach(async () => {
  server.received.length = 0;
  server.answers = {};
  document.activeElement?.blur?.();
  await new Promise((resolve) => setTimeout(resolve, 520)); // beyond the rest after a press
});

const type = (field, text) => {
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
};
const press = (form) => form.requestSubmit(form.querySelector('button'));

test('the page is the one screen, shown from its own snapshots and live', () => {
  assert.equal(screen(), here);
  assert.equal($('h1').textContent, 'clarification');
  assert.equal($('live-status').dataset.state, 'live');
  assert.equal($('live-status [data-in=live]').hidden, false);
  assert.equal($('live-status [data-in=offline]').hidden, true);
  assert.deepEqual(server.options.auth, { seat: 's1', watch: ['group', 'person'] });
  assert.deepEqual(server.options.query, { w: 'w1' });
});

test('the clock reads the server’s time; the title says phase and minutes', async () => {
  await tell({ clock: { planned: 1_500_000, deadline: server.now + 200_000, remaining: null, elapsed: false } });
  assert.equal($('work-clock').dataset.state, 'running');
  assert.match($('[data-part=time]').textContent, /^3:(20|19)$/);
  assert.match(document.title, /^clarification, 4\u00a0min · Table Somme$/);
  const fraction = 1 + Number($('[data-part=left]').getAttribute('stroke-dashoffset'));
  assert.ok(Math.abs(fraction - 200 / 1500) < 0.002);
  assert.equal($('[data-part=mask]').id.startsWith('left-'), true);
  assert.equal($('[data-part=lit]').getAttribute('mask'), `url(#${$('[data-part=mask]').id})`);
  await tell({ clock: { planned: 60_000, deadline: server.now - 430_000, remaining: null, elapsed: true } });
  assert.equal($('work-clock').dataset.state, 'overrun');
  assert.equal($('[data-part=beads]').children.length, 8);
  assert.equal($('[data-in=overrun]').hidden, false);
  await tell({ clock: { planned: 1_500_000, deadline: null, remaining: 600_000, elapsed: false }, status: 'paused' });
  assert.equal($('work-clock').dataset.state, 'paused');
  await tell({});
});

test('a word sent: waiting, saved, emptied, its draft gone', async () => {
  type($('#idea textarea'), 'Un bail');
  here.drafts.save();
  assert.ok(Object.keys(localStorage).some((key) => key.includes('keep_idea.text')));
  press($('#idea'));
  assert.equal($('#idea').dataset.state, 'waiting');
  assert.equal($('#idea [data-in=waiting]').hidden, false);
  await settled();
  const [sent] = server.commands();
  assert.deepEqual(sent.fields, { text: 'Un bail' });
  assert.deepEqual([sent.as, sent.group, sent.command, 'step' in sent && sent.step !== undefined], ['s1', 'g1', 'keep_idea', false]);
  assert.equal($('#idea').dataset.state, 'saved');
  assert.equal($('#idea [data-in=saved]').hidden, false);
  assert.equal($('#idea textarea').value, '');
  assert.ok(!Object.keys(localStorage).some((key) => key.includes('keep_idea.text')));
});

test('ten presses send once; a later press sends again', async () => {
  for (let i = 0; i < 10; i += 1) press($('#next'));
  await settled();
  for (let i = 0; i < 10; i += 1) press($('#next'));
  await settled();
  assert.equal(server.commands().length, 1);
  assert.equal(server.commands()[0].step, 3, 'a steering act carries the step its author saw');
});

test('a refusal shows the server’s words in the form and keeps the text', async () => {
  server.answers.keep_idea = { ok: false, refusal: 'wrong_phase', words: 'Pas encore. Votre texte est gardé.' };
  type($('#idea textarea'), 'gardé');
  press($('#idea'));
  await settled();
  assert.equal($('#idea').dataset.state, 'refused');
  assert.equal($('#idea [data-refusal]').textContent, 'Pas encore. Votre texte est gardé.');
  assert.equal($('#idea [data-refusal]').hidden, false);
  assert.equal($('#idea textarea').value, 'gardé');
  assert.equal($('#next [data-refusal]').hidden, true);
  server.answers = {};
  await new Promise((resolve) => setTimeout(resolve, 520));
  press($('#idea'));
  await settled();
  assert.equal($('#idea [data-refusal]').hidden, true);
});

test('what is written while the answer is under way stays', async () => {
  let answer;
  server.answers.keep_idea = () => new Promise((resolve) => (answer = resolve));
  type($('#idea textarea'), 'one');
  press($('#idea'));
  await settled();
  type($('#idea textarea'), 'one and more');
  answer({ ok: true, version: 3 });
  await settled();
  assert.equal($('#idea textarea').value, 'one and more');
  type($('#idea textarea'), '');
});

test('numbers, flags and lists are what the server reads', async () => {
  press($('#roles'));
  press($('#stop'));
  await settled();
  await settled();
  const [roles, stop] = server.commands();
  assert.deepEqual(roles.fields, { roles: ['host', 'consultant'], person: 'p2' });
  assert.deepEqual(stop.fields, { keep: true });
});

test('notes leave by themselves when the field is left', async () => {
  server.push('snapshot', person({ version: 1, notes: 'avant' }));
  await settled();
  const field = $('#notes textarea');
  assert.equal(field.value, 'avant');
  type(field, 'après');
  field.dispatchEvent(new Event('change', { bubbles: true }));
  await settled();
  await settled();
  assert.deepEqual(server.commands().map((one) => one.fields.text), ['après']);
  assert.equal(field.value, 'après', 'a field tied to the server’s words is not emptied');
  field.blur();
  server.push('snapshot', person({ version: 2, notes: 'après' }));
  server.push('snapshot', person({ version: 3, notes: 'ailleurs' }));
  await settled();
  assert.equal(field.value, 'ailleurs');
});

test('the count of what is left appears near the limit, and cuts nothing', () => {
  const field = $('#idea textarea');
  type(field, 'abcdefg');
  assert.equal($('[data-left]').hidden, true);
  type(field, 'abcdefghi');
  assert.equal($('[data-left]').hidden, false);
  assert.equal($('[data-part=left]:not(circle)').textContent, '1');
  type(field, 'abcdefghijkl');
  assert.equal($('[data-part=left]:not(circle)').textContent, '-2');
  assert.equal(field.getAttribute('aria-invalid'), 'true');
  assert.equal(field.value.length, 12);
  type(field, '');
});

test('the voice says a new step once, waits while somebody types, and is silent when cut', async () => {
  const said = () => $('[data-part=said]').textContent;
  const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const hears = async (words) => {
    for (let i = 0; i < 90 && said() !== words; i += 1) await wait(100);
    assert.equal(said(), words);
  };
  await wait(5000); // what was said and typed in former tests is out of its ears
  await tell({ phase: { position: 4, kind: 'contract', scope: 'group' } });
  await hears('Étape : contrat.');
  $('[data-part=said]').replaceChildren();
  $('[value=none]').click();
  await tell({ phase: { position: 5, kind: 'contract', scope: 'group' } });
  await wait(5500);
  assert.equal(said(), '', 'silent');
  $('[value=few]').click();
  type($('#idea textarea'), 'une phrase');
  await tell({ phase: { position: 4, kind: 'contract', scope: 'group' } });
  await wait(1500);
  assert.equal(said(), '', 'nobody is interrupted');
  type($('#idea textarea'), '');
  await hears('Étape : contrat.');
  await tell({ phase: { position: 4, kind: 'contract', scope: 'group' }, status: 'paused' });
  assert.equal(said(), 'Étape : contrat.', 'not two in one breath');
  await hears('Pause.');
  await tell({});
});

test('a heartbeat that shows a newer version asks for what was missed', async () => {
  server.push('heartbeat', { now: 1, versions: { 'group:g1': version } });
  await settled();
  assert.equal(server.last('resync'), undefined);
  server.push('heartbeat', { now: 1, versions: { 'group:g1': version + 1 } });
  await settled();
  assert.equal(server.last('resync').versions['group:g1'], version);
});

const asked = () => ['resync', 'clock'].map((event) => server.received.filter((one) => one.event === event).length);

test('a page that is looked at again asks for the time and for what was missed', async () => {
  document.dispatchEvent(new Event('visibilitychange'));
  await settled();
  assert.deepEqual(asked(), [1, 3]);
});

test('so does a page that comes back from behind another, or a network that comes', async () => {
  window.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }));
  await settled();
  assert.deepEqual(asked(), [1, 3]);
  window.dispatchEvent(new Event('online'));
  await settled();
  assert.deepEqual(asked(), [2, 6]);
});

test('so does a page that stood still for a minute, at its next second', async () => {
  const { monotonic, wall } = here.time;
  Object.assign(here.time, { monotonic: () => monotonic() + 60_000, wall: () => wall() + 60_000 });
  here.ticker.tick();
  await settled();
  assert.deepEqual(asked(), [1, 3]);
  assert.equal(here.time.settled, true);
});

test('an act on the clock does not arrive minutes later; a word does', async () => {
  server.up = false;
  server.drop();
  press($('#next'));
  type($('#idea textarea'), 'sans réseau');
  press($('#idea'));
  await settled();
  here.connection.dispatchEvent(new CustomEvent('state', { detail: { state: 'offline' } }));
  assert.equal($('#next').dataset.state, 'refused');
  assert.equal($('#next [data-refusal]').textContent, 'Ce geste n’est pas parti.');
  server.up = true;
  here.connection.wake();
  await settled();
  await settled();
  assert.deepEqual(server.commands().map((one) => one.command), ['keep_idea']);
  here.connection.stop();
});
