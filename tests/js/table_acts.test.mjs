// Acts of the table that ask nothing of the server: an idea kept for oneself, a kept suggestion that begins a line.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openPage, show } from './page.mjs';

openPage();
const { Store } = await import('../../static/js/live/store.js');
const { listenToSetAside } = await import('../../static/js/elements/set_aside.js');
const { listenToTakeUp } = await import('../../static/js/elements/take_up.js');
const { listenToSmallActs } = await import('../../static/js/elements/small_acts.js');
const { whereOf } = await import('../../static/js/elements/where.js');
const SEAT = { id: 's1', person: 'p1', workshop: 'w1', screen: 'table', roles: [], lasting: true };
const IDEAS = ['a', 'b'].map((id) => ({ id, text: id, status: 'kept' }));
const open = (seat = SEAT) => {
  const store = new Store(seat);
  store.accept({ audience: 'person:p1', version: 1, ideas: IDEAS });
  return store;
};
const left = (store) => store.data().my.moment.map((one) => one.id);

test('an idea kept for oneself stays aside after a reload, on this device', () => {
  const root = show('<div><button type="button" data-aside="a"><b>Garder pour moi</b></button></div>');
  const store = open();
  let changes = 0;
  store.addEventListener('change', () => (changes += 1));
  listenToSetAside(root, { store, seat: SEAT });
  root.querySelector('b').click();
  assert.deepEqual(left(store), ['b']);
  assert.ok(changes >= 1);
  const again = open();
  listenToSetAside(show('<div></div>'), { store: again, seat: SEAT });
  assert.deepEqual(left(again), ['b']);
  assert.equal(again.data().my.kept.length, 2);
});

test('a kept suggestion begins a new line, after what was typed, and never a line that is being corrected', () => {
  const root = show(`<div>
    <form data-command="plan_action" data-draft="old"><textarea name="what">Une ligne</textarea></form>
    <div hidden><form data-command="plan_action"><textarea name="what"></textarea></form></div>
    <form data-command="plan_action" id="new"><textarea name="what"></textarea></form>
    <button type="button" data-takes="plan_action.what" data-words="Inviter la maire">Au plan</button></div>`);
  const field = root.querySelector('#new textarea');
  const heard = [];
  root.addEventListener('input', ({ target }) => heard.push(target.value));
  listenToTakeUp(root);
  root.querySelector('button').click();
  root.querySelector('button').click();
  assert.equal(field.value, 'Inviter la maire');
  field.value = 'Je téléphone';
  root.querySelector('button').click();
  assert.equal(field.value, 'Je téléphone\nInviter la maire');
  assert.equal(document.activeElement, field);
  assert.equal(heard.at(-1), field.value);
  assert.equal(root.querySelector('[data-draft] textarea').value, 'Une ligne');
});

test('an act of a shared device leaves under the seat of who has spoken', () => {
  const form = show('<form data-command="pass_turn"><button data-as="s2">J’ai parlé</button><i></i></form>');
  const data = { group: { group: { id: 'g1' }, step: 3 } };
  assert.deepEqual(whereOf(form.firstElementChild, 'pass_turn', data), { group: 'g1', as: 's2' });
  assert.deepEqual(whereOf(form, 'pass_turn', data), { group: 'g1' });
});

test('a fold closes once its act is saved, keeps the keyboard, and waits for who writes in it again', () => {
  const root = show(`<div><details open><summary tabindex="0">Mon sujet</summary>
    <form data-command="propose_case" data-folds><textarea name="title"></textarea><button>Montrer</button></form></details></div>`);
  listenToSmallActs(root);
  const [fold, form] = [root.querySelector('details'), root.querySelector('form')];
  const saved = () => form.dispatchEvent(new CustomEvent('saved', { bubbles: true }));
  form.querySelector('textarea').focus();
  saved();
  assert.equal(fold.open, true);
  form.querySelector('button').focus();
  saved();
  assert.equal(fold.open, false);
  assert.equal(document.activeElement, root.querySelector('summary'));
});
