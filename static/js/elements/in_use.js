// "Finish my sentence": a form somebody writes in is never taken away, hidden or rewritten.

const TEXT = 'textarea, input:not([type]), input[type=text], input[type=search], input[type=email], input[type=number]';
const BUSY = '[data-state=waiting], [data-state=refused]';

/** What the server told each bound field: words that are still the same are nobody's sentence. */
export const told = new WeakMap();

/** True for a field where words are typed. */
export function isTextField(node) {
  return Boolean(node?.matches?.(TEXT));
}

/**
 * The sentence inside `node` that somebody is in the middle of, or null: the form (or lone field) with words of theirs
 * that has focus, is being pressed, or waits for its answer.
 */
export function sentenceIn(node) {
  const active = document.activeElement;
  const found = [active, node.querySelector(':active')].map((one) => one && node.contains(one) && sentenceOf(one));
  const busy = node.matches?.(`form:is(${BUSY})`) ? [node] : [...node.querySelectorAll(`form:is(${BUSY})`)];
  return [...found, ...busy].find((one) => one && hasWords(one)) ?? null;
}

/** True while `node` must stay as it is. */
export function inUse(node) {
  return sentenceIn(node) !== null;
}

function sentenceOf(node) {
  return node.form ?? node.closest('form') ?? (isTextField(node) ? node : null);
}

function hasWords(sentence) {
  const fields = isTextField(sentence) ? [sentence] : sentence.querySelectorAll('textarea, input');
  return [...fields].some((one) => isTextField(one) && one.value !== '' && one.value !== told.get(one));
}
