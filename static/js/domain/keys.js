// What a pressed key means as a shortcut. Pure.

const MODIFIERS = ['ctrlKey', 'altKey', 'metaKey', 'isComposing'];
const TYPED_TOGETHER = 900;

/**
 * The name of a key pressed alone: "n", "?", "+", "ArrowDown"; null with a modifier, or while a letter is being composed.
 * Shift only counts where it is how a sign is typed: on a French keyboard "?", "+" and the digits need it, "n" never does.
 */
export function keyOf(event) {
  const { key, shiftKey } = event;
  if (!key || MODIFIERS.some((name) => event[name]) || event.getModifierState?.('AltGraph')) return null;
  if (!/^\p{L}$/u.test(key)) return key === ' ' ? null : key;
  return shiftKey ? null : key.toLowerCase();
}

/** Where one stands in a list of `length` after a step `by` from `at` (-1: nowhere yet). It stops at both ends. */
export function stepped(at, by, length) {
  if (at < 0) return length ? 0 : -1;
  return Math.min(length - 1, Math.max(0, at + by));
}

/**
 * The number that a digit gives: "1" then "2" within a second is 12, where there are so many. `before` is {number, at}
 * of the last digit or null, `now` milliseconds; 0 when no number of the list can be meant.
 */
export function numbered(before, digit, now, length) {
  const longer = before && now - before.at < TYPED_TOGETHER ? before.number * 10 + digit : digit;
  if (longer >= 1 && longer <= length) return longer;
  return digit >= 1 && digit <= length ? digit : 0;
}
