// Controls that declare a key: data-shortcut="n". The key presses a button or a box and goes to a field. Below
// [data-keys="aim"] a button is aimed at only, for what moves a whole room takes Enter too; so is what lies in a closed
// fold, which opens.

/** Where keys belong to what is typed or chosen. */
export const FIELD = 'select, textarea, input:not([type=checkbox], [type=radio])';
const STOP = 'input, button, select, summary, a[href]';

/** The controls of the page that have a key. */
export function shortcuts() {
  return [...document.querySelectorAll('[data-shortcut]')];
}

/** The keys of a control. */
export function keysOf(node) {
  return node.dataset.shortcut.split(' ');
}

/** The item of a walked list in which `node` is, or null. */
export function itemOf(node) {
  const list = node.closest?.('[data-walk]');
  return list ? [...list.children].find((one) => one.contains(node)) ?? null : null;
}

/** Where one stands in an item of a walked list, or nothing. */
export function stopOf(item) {
  return item?.hidden ? null : item?.querySelector(STOP);
}

function foldsOf(node) {
  const folds = [];
  for (let at = node.parentElement?.closest('details'); at; at = at.parentElement.closest('details')) folds.unshift(at);
  return folds.filter((fold) => !fold.open && node !== fold.querySelector('summary'));
}

/** True for a control that a hand could press now, be it in a closed fold. */
export function isOffered(node) {
  const seen = foldsOf(node)[0]?.querySelector('summary') ?? node;
  if (node.disabled || node.getAttribute('aria-disabled') === 'true') return false;
  return !node.closest('[hidden]') && (seen.checkVisibility?.() ?? true);
}

/** Press a control, or go to it where that is the better half of pressing. */
export function press(node) {
  const folds = foldsOf(node);
  for (const fold of folds) fold.open = true;
  if (node.localName === 'summary') {
    node.parentElement.open = true;
    (node.parentElement.querySelector(FIELD) ?? node).focus();
  } else if (folds.length || node.matches(FIELD) || aims(node)) node.focus();
  else node.click();
}

function aims(node) {
  return node.closest('[data-keys]')?.dataset.keys === 'aim';
}
