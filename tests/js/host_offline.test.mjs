// The network of a host dies: the page keeps time and script, and asks one question on return.
import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { group, openPage, settled } from './page.mjs';
import { fakeServer } from './server.mjs';

openPage(`<div data-seat="s1" data-person="p2" data-workshop="w1" data-screen="control" data-watch="group hosts"></div>
<main><h1 data-text="phase.kind"></h1>
<form id="next" data-command="advance_phase" data-show="my.can.advance_phase"><button data-text="hosts.next.kind"></button></form>
<form id="more" data-command="change_time"><button data-value-minutes="5">+</button></form>
<form id="pause" data-command="pause" data-show="my.can.pause"><button>Pause</button></form>
<form id="close" data-command="close_round"><button>Clore</button><p data-refusal hidden></p></form>
<form id="undo" data-command="undo" data-show="my.can.undo"><button>Annuler</button></form>
<form id="contract" data-command="write_contract"><input name="sentence"><button>ok</button></form></main>
<host-offline><p data-in="alone" hidden>Sans réseau, il est <span data-part="here"></span></p>
<div data-in="back" hidden><p id="question"><span data-text="local.kind"></span> <span data-text="local.since" data-format="hour"></span></p>
<button data-part="resume">Reprendre ici</button><button data-part="follow">Suivre la table</button><p data-refusal hidden></p></div></host-offline>
<template data-words="not-sent">Pas de réseau : rien n’est parti.</template>
<script type="application/json" data-snapshots>[]</script>`);

const { makeScreen, readSeat } = await import('../../static/js/live/screen.js');
const server = fakeServer();
const $ = (selector) => document.querySelector(selector);
const hosts = (changes) => ({ audience: 'hosts:g1', version: 1, step: 3, drift: 0, undo: null, next: { kind: 'contract', scope: 'group' }, ...changes });
let here;

before(async () => {
  here = makeScreen(readSeat($('[data-seat]')), server.load);
  here.store.accept(group());
  here.store.accept(hosts());
  await import('../../static/js/elements/host_offline.js');
  const { openLivePage } = await import('../../static/js/elements/live_page.js');
  openLivePage();
  await settled();
  await settled();
});

const press = async (form) => {
  await new Promise((resolve) => setTimeout(resolve, 510));
  form.requestSubmit(form.querySelector('button'));
  await settled();
};
const cut = async () => {
  server.up = false;
  server.drop();
  here.connection.state = 'offline';
  here.connection.dispatchEvent(new CustomEvent('state', { detail: { state: 'offline' } }));
  await settled();
};
const heal = async () => {
  server.up = true;
  here.connection.wake();
  await new Promise((resolve) => setTimeout(resolve, 20));
};
const state = () => $('host-offline').dataset.state;

test('with a network the page leaves the acts to the server', async () => {
  await press($('#more'));
  assert.deepEqual(server.commands().map((one) => one.command), ['change_time']);
  assert.equal(state(), 'none');
  assert.equal($('[data-in=alone]').hidden, true);
});

test('a short cut without any act is not worth a question', async () => {
  await cut();
  assert.equal(state(), 'alone');
  assert.equal($('[data-in=alone]').hidden, false);
  assert.equal($('h1').textContent, 'clarification');
  assert.equal($('#pause').hidden, true);
  assert.equal($('#undo').hidden, true);
  await heal();
  assert.equal(state(), 'none');
  assert.equal($('#pause').hidden, false);
});

test('what was pressed while the network was dying is done here, not sent later', async () => {
  server.received.length = 0;
  server.up = false;
  server.drop();
  await press($('#next'));
  assert.equal(here.outbox.waiting.length, 1);
  await cut();
  assert.equal(here.outbox.waiting.length, 0);
  assert.equal($('h1').textContent, 'contract');
  assert.equal($('#next button').textContent, 'plenary');
  assert.equal($('#undo').hidden, false);
});

test('an act that a table cannot do alone is said to be not sent, and does not come later', async () => {
  await press($('#close'));
  await settled();
  assert.equal($('#close').dataset.state, 'refused');
  assert.equal($('#close [data-refusal]').textContent, 'Pas de réseau : rien n’est parti.');
  assert.equal(here.outbox.waiting.length, 0);
});

test('the page goes on alone: another act, a word that waits, a page loaded again', async () => {
  await press($('#more'));
  assert.equal(here.store.data().group.clock.planned, 900_000);
  await press($('#undo'));
  assert.equal(here.store.data().group.clock.planned, 600_000);
  $('#contract input').value = 'Une phrase';
  await press($('#contract'));
  assert.equal(here.outbox.waiting.length, 1);
  const kept = JSON.parse(localStorage.getItem('tablee:local:s1'));
  assert.deepEqual([kept.moved, kept.group, kept.round, kept.place.position], [true, 'g1', 1, 4]);
});

test('on return it asks; resuming tells the place first, then what was written there', async () => {
  await heal();
  assert.equal(state(), 'back');
  assert.match($('#question').textContent, /^contract /);
  assert.equal($('h1').textContent, 'contract', 'the screen jumped before the answer');
  assert.deepEqual(server.commands(), [], 'a word left before the place was told');
  server.answers.catch_up = (message) => {
    const clock = { planned: 600_000, deadline: server.now + 590_000, remaining: null, elapsed: false };
    server.push('snapshot', group({ version: 9, step: 4, phase: { position: 4, kind: 'contract', scope: 'group' }, clock }));
    return { ok: true, version: 9, step: message.step + 1 };
  };
  $('[data-part=resume]').click();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const [first, second] = server.commands();
  assert.deepEqual([first.command, first.fields.position, first.step, first.group], ['catch_up', 4, 3, 'g1']);
  assert.ok(first.fields.elapsed >= 0 && first.fields.elapsed < 10);
  assert.equal(second.command, 'write_contract');
  assert.equal(state(), 'none');
  assert.equal(localStorage.getItem('tablee:local:s1'), null);
});

test('following the table forgets this device’s own way', async () => {
  await cut();
  await press($('#next'));
  assert.equal($('h1').textContent, 'plenary');
  await heal();
  assert.equal(state(), 'back');
  $('[data-part=follow]').click();
  await settled();
  assert.equal(state(), 'none');
  assert.equal($('h1').textContent, 'contract');
});

test('a refusal to resume is shown, and the choice stays', async () => {
  await cut();
  await press($('#next'));
  await heal();
  server.answers.catch_up = { ok: false, refusal: 'room_phase', words: 'Le pilote donne le départ.' };
  $('[data-part=resume]').click();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(state(), 'back');
  assert.equal($('host-offline [data-refusal]').textContent, 'Le pilote donne le départ.');
  $('[data-part=follow]').click();
});

test('a host who did nothing simply follows a table that moved', async () => {
  await cut();
  assert.equal(state(), 'alone');
  server.missed = () => server.push('snapshot', group({ version: 30, step: 9, phase: { position: 5, kind: 'plenary', scope: 'room' } }));
  await heal();
  assert.equal(state(), 'none');
  assert.equal($('h1').textContent, 'plenary');
  here.connection.stop();
});
