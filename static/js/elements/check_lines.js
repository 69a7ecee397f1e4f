// The lines of what is tried: [data-check="name"] with its words, [data-in="answer"] and their data-kind (good, late, stop,
// ask, waiting), which becomes the line's data-state. [data-verdict="running|good|late|stop"] is shown for all of them.

import { seconds } from '../domain/round_trips.js';

/** Milliseconds as seconds, in the language of the page. */
export const spoken = (milliseconds) => seconds(milliseconds, document.documentElement.lang);

/** Show what was seen of a check below `root`, with its figures. */
export function say(root, check, answer, parts = {}) {
  const line = root.querySelector(`[data-check="${check}"]`);
  for (const words of line.querySelectorAll('[data-in]')) {
    words.hidden = words.dataset.in !== answer;
    if (!words.hidden) line.dataset.state = words.dataset.kind;
  }
  for (const [name, value] of Object.entries(parts)) {
    for (const part of line.querySelectorAll(`[data-part="${name}"]`)) part.textContent = String(value ?? '');
  }
}

/** Show the worst of what was seen. */
export function judge(root) {
  const states = [...root.querySelectorAll('[data-check]')].map((line) => line.dataset.state);
  const worst = ['stop', 'late'].find((state) => states.includes(state)) ?? 'good';
  for (const words of root.querySelectorAll('[data-verdict]')) words.hidden = words.dataset.verdict !== worst;
}
