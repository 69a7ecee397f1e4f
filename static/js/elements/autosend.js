// data-autosend on a command form: its words are sent when the field is left, and when the typing rests for a while.

import { ask } from './command_form.js';
import { isTextField } from './in_use.js';

const REST = 2500;
const timers = new WeakMap();

/** Listen to all such forms below `root`. */
export function sendByThemselves(root) {
  root.addEventListener('change', ({ target }) => sendSoon(target, 0));
  root.addEventListener('input', ({ target }) => sendSoon(target, REST));
  // Words typed while the former ones were on their way go next.
  root.addEventListener('saved', ({ target }) => {
    const field = [...(target.elements ?? [])].find((one) => isTextField(one) && one.value !== one.dataset.sent);
    if (field) sendSoon(field, REST);
  });
}

function sendSoon(field, after) {
  const form = field.form;
  if (!isTextField(field) || form?.dataset.autosend === undefined) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => send(form, field), after));
}

function send(form, field) {
  if (!form.isConnected || field.value === field.dataset.sent) return;
  if (form.dataset.state === 'waiting') return void sendSoon(field, REST);
  const words = field.value;
  if (ask(form, form, null)) field.dataset.sent = words;
  else sendSoon(field, REST);
}
