// <form data-command="…"> and <button data-command="…">: asks the server, shows how it went, keeps the text if refused.
//
// data-state on the form (or the lone button): idle, waiting, saved, refused. The server's words appear in the form's
// [data-refusal] (or the nearest one for a button). One press sends once, also when pressed twice or held.

import { screen } from '../live/screen.js';
import { draftName } from './field_drafts.js';
import { isTextField, told } from './in_use.js';
import { whereOf } from './where.js';

const REST = 500;
const SAVED_FOR = 4000;
const pressed = new WeakMap();

/** Listen to all commands below `root`. `redraw` is called when a form changed by itself. */
export function listenToCommands(root, redraw) {
  root.addEventListener('submit', (event) => {
    const form = event.target.closest('form[data-command]');
    if (!form) return;
    event.preventDefault();
    ask(form, form, event.submitter);
  });
  root.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-command]');
    if (!button || (button.type === 'submit' && button.form?.dataset.command)) return;
    event.preventDefault();
    ask(button, button, button);
  });
  screen().outbox.addEventListener('answer', ({ detail }) => {
    answered(root, detail.entry, detail.answer);
    redraw();
  });
}

/** Ask for the act of `node` (a form or a button) pressed with `button`; `owner` shows how it went. False if not now. */
export function ask(owner, node, button) {
  if (owner.dataset.state === 'waiting' || button?.getAttribute('aria-disabled') === 'true') return false;
  const { store, send } = screen();
  const name = button?.dataset.command ?? node.dataset.command;
  const { fields, drafts } = gather(node, button);
  const texts = drafts.map((draft) => draft.text).join('\n');
  if (pressedTwice(owner, drafts.length ? name : JSON.stringify([name, fields, button?.dataset.as]), texts)) return false;
  const entry = send(name, fields, whereOf(button ?? node, name, store.data()), drafts);
  refuse(owner, '');
  if (!entry) return true;
  owner.dataset.sending = entry.id;
  mark(owner, 'waiting');
  return true;
}

/** Show what stands for the present state of the forms in `node`: their [data-in="waiting saved"]. */
export function showOutcomes(node) {
  const forms = node.matches?.('form[data-command]') ? [node] : node.querySelectorAll('form[data-command]');
  for (const form of forms) showOutcome(form);
}

function showOutcome(form) {
  for (const words of form.querySelectorAll('[data-in]')) {
    words.hidden = !words.dataset.in.split(' ').includes(form.dataset.state ?? 'idle');
  }
}

// The same act again within half a second is a finger that trembles (words that left are the same act, though the field
// is empty now); other words, another choice of the same form, or another person of this device, is meant.
function pressedTwice(owner, act, texts) {
  const now = performance.now();
  const last = pressed.get(owner);
  pressed.set(owner, { act, texts: texts.trim() ? texts : last?.texts ?? '', at: now });
  if (last?.act !== act || now - last.at >= REST) return false;
  return !texts.trim() || texts === last.texts;
}

/** The fields of a form and its button, and the drafts among them. */
export function gather(node, button) {
  const fields = {};
  const drafts = [];
  if (node.localName === 'form') {
    for (const field of node.elements) {
      if (!field.name || field.disabled || field.localName === 'button') continue;
      const value = valueOf(field, fields[field.name]);
      if (value === undefined) continue;
      fields[field.name] = value;
      if (isTextField(field)) drafts.push({ name: draftName(field), text: field.value });
    }
  }
  if (button?.name) fields[button.name] = button.value;
  for (const from of new Set([node, button].filter(Boolean))) {
    for (const [key, value] of Object.entries(from.dataset)) {
      if (/^value[A-Z]/.test(key)) fields[snake(key.slice(5))] = value;
    }
  }
  return { fields, drafts };
}

function valueOf(field, already) {
  if (field.type === 'checkbox') {
    if (!field.hasAttribute('value')) return field.checked;
    return field.checked ? [already, field.value].filter(Boolean).join(' ') : already ?? '';
  }
  if (field.type === 'radio') return field.checked ? field.value : undefined;
  if (isTextField(field) || field.value !== '') return field.value;
  return undefined;
}

function snake(name) {
  return name.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase();
}

// A view that opened meanwhile shows the same act under way: every form of it hears the answer.
function answered(root, entry, answer) {
  const owners = [...root.querySelectorAll(`[data-sending="${entry.id}"]`)];
  if (answer.ok) for (const { name, text } of entry.drafts ?? []) settle(root, owners, name, text);
  for (const owner of owners) {
    delete owner.dataset.sending;
    mark(owner, answer.ok ? 'saved' : 'refused');
    refuse(owner, answer.ok ? '' : answer.words ?? answer.refusal ?? '');
    owner.dispatchEvent(new CustomEvent(answer.ok ? 'saved' : 'refused', { bubbles: true, detail: answer }));
  }
}

// The words are safe: forget the draft and empty the field, unless somebody went on writing.
function settle(root, owners, name, text) {
  if (!screen().drafts.forget(name, text)) return;
  const forms = owners.filter((owner) => owner.localName === 'form');
  const scope = forms.length ? forms.flatMap((form) => [...form.elements]) : root.querySelectorAll('textarea, input');
  for (const field of scope) {
    if (!isTextField(field) || field.value !== text || draftName(field) !== name) continue;
    if (field.dataset.field === undefined && !field.hasAttribute('data-stay')) field.value = '';
    else told.set(field, text); // the server has these words: they are nobody's unfinished sentence
    field.dispatchEvent(new Event('settled', { bubbles: true }));
  }
}

function mark(owner, state) {
  owner.dataset.state = state;
  if (state === 'waiting') owner.setAttribute('aria-busy', 'true');
  else owner.removeAttribute('aria-busy');
  showOutcome(owner);
  if (state === 'saved') setTimeout(() => owner.dataset.state === 'saved' && mark(owner, 'idle'), SAVED_FOR);
}

function refuse(owner, words) {
  const place = owner.querySelector('[data-refusal]') ?? nearestRefusal(owner);
  if (!place) return;
  place.textContent = words;
  place.hidden = !words;
}

function nearestRefusal(node) {
  for (let at = node.parentElement; at; at = at.parentElement) {
    const found = at.querySelector(':scope > [data-refusal], :scope > * > [data-refusal]');
    if (found) return found;
  }
  return null;
}
