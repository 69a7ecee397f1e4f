// Keeps what is typed in the text fields of command forms, and gives it back when a form is made again.

import { screen } from '../live/screen.js';
import { isForWorkshop } from '../live/commands.js';
import { isTextField } from './in_use.js';

/** The name under which a field's draft is kept: round, command, field, and the thing it is about (data-draft). */
export function draftName(field) {
  const form = field.form ?? field.closest('form');
  const command = form?.dataset.command ?? '';
  const round = isForWorkshop(command) ? '' : screen().store.server().group?.round ?? '';
  const about = field.closest('[data-draft]')?.dataset.draft ?? '';
  return `${round}:${command}.${field.name}:${about}`;
}

/** Note every key in the drafts below `root`, and save them all when the page may go. */
export function keepDrafts(root) {
  const { drafts } = screen();
  root.addEventListener('input', ({ target }) => {
    if (isDrafted(target)) drafts.note(draftName(target), target.value);
  });
  addEventListener('pagehide', () => drafts.save());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && drafts.save());
}

/** Give the fields of a clone (or of the page) the words that were left in them. */
export function restoreDrafts(node) {
  const { drafts, outbox } = screen();
  for (const field of [node, ...node.querySelectorAll('textarea, input')]) {
    if (!isDrafted(field)) continue;
    const name = draftName(field);
    const text = drafts.read(name);
    if (text === null) continue;
    if (field.value !== text) {
      field.value = text;
      field.dispatchEvent(new Event('restored', { bubbles: true }));
    }
    const onItsWay = outbox.waiting.find((entry) => entry.drafts?.some((d) => d.name === name && d.text === text));
    if (onItsWay) Object.assign(field.form.dataset, { sending: onItsWay.id, state: 'waiting' });
  }
}

function isDrafted(field) {
  return isTextField(field) && Boolean(field.name && field.form?.dataset.command) && !field.hasAttribute('data-undrafted');
}
