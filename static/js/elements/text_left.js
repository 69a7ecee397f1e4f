// data-limit on a text field: its [data-left] says how many characters are left, once less than a fifth is. The text is
// never cut; above the limit the count goes below zero and the field is marked before the server has to refuse.

const SHARE = 0.2;
const QUIET = 600;
const timers = new WeakMap();

/** Count in all fields with a limit below `root`. */
export function countLeft(root) {
  for (const name of ['input', 'restored', 'settled', 'focusin']) root.addEventListener(name, ({ target }) => count(target));
}

function count(field) {
  const limit = Number(field.dataset?.limit);
  if (!limit) return;
  const place = (field.closest('.field, label, form') ?? field.parentElement).querySelector('[data-left]');
  // The server counts characters as Python does, one for each code point.
  const left = limit - [...field.value.trim()].length;
  if (left < 0) field.setAttribute('aria-invalid', 'true');
  else field.removeAttribute('aria-invalid');
  if (!place) return;
  place.hidden = left >= limit * SHARE;
  const visible = place.querySelector('[data-part="left"]') ?? place;
  visible.textContent = place.hidden ? '' : String(left);
  sayLater(place, left);
}

// Heard a moment after the typing stopped, not at each key.
function sayLater(place, left) {
  const heard = place.querySelector('[data-part="heard"]');
  if (!heard) return;
  clearTimeout(timers.get(place));
  timers.set(place, setTimeout(() => (heard.textContent = place.hidden ? '' : String(left)), QUIET));
}
