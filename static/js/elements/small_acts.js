// Small acts of a page that need no server: copy, print, open and close a dialog, fold a form whose act is saved,
// go to the page that follows from it.
//   data-copy="#id" (or the text itself in data-copy-text)   data-print   data-opens="#dialog"   data-closes   data-folds   data-goes="/address"

import { isTextField } from './in_use.js';

const SHOWN_FOR = 2500;

/** Listen to them below `root`. */
export function listenToSmallActs(root) {
  root.addEventListener('click', (event) => {
    const button = event.target.closest('[data-copy], [data-copy-text], [data-print], [data-opens], [data-closes]');
    if (!button) return;
    const { copy, copyText, print, opens, closes } = button.dataset;
    if (copy !== undefined || copyText !== undefined) copyFrom(button, copyText ?? textOf(copy, button));
    if (print !== undefined) window.print();
    if (opens) document.querySelector(opens)?.showModal();
    if (closes !== undefined) button.closest('dialog')?.close();
  });
  root.addEventListener('saved', ({ target }) => {
    if (target.matches('form[data-folds]')) fold(target);
    if (target.dataset.goes) location.assign(target.dataset.goes);
  });
}

// The fold's own line says what was saved. Whoever writes in it again meanwhile is not interrupted.
function fold(form) {
  const around = form.closest('details');
  const active = document.activeElement;
  if (!around || (form.contains(active) && isTextField(active))) return;
  if (around.contains(active)) around.querySelector('summary')?.focus();
  around.open = false;
}

function textOf(selector, button) {
  const source = selector ? document.querySelector(selector) : button.parentElement.querySelector('output, code, input');
  return source?.value ?? source?.textContent.trim() ?? '';
}

// The clipboard needs a secure context; on a venue's plain http the text is selected, ready for the keyboard.
async function copyFrom(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.dataset.state = 'saved';
  } catch {
    button.dataset.state = (await copyByHand(text)) ? 'saved' : 'refused';
  }
  setTimeout(() => delete button.dataset.state, SHOWN_FOR);
}

async function copyByHand(text) {
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'only-heard';
  document.body.append(field);
  const active = document.activeElement;
  field.select();
  const done = document.execCommand?.('copy') ?? false;
  field.remove();
  active?.focus?.();
  return done;
}
