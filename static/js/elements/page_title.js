// document.title: the phase and its minutes, before the title the page came with.

import { readClock } from '../domain/clock.js';

const base = document.title;

/** Write the title for what is shown; `unit` is the word after the minutes, from the page. */
export function writeTitle(data, now) {
  const heading = [...document.querySelectorAll('main h1')].find((one) => !one.closest('[hidden]'));
  const name = data.group?.phase ? visibleText(phaseName() ?? heading) : '';
  const { left, state } = readClock(data.group?.clock ?? null, now);
  const minutes = left !== null && left > 0 && state !== 'paused' ? `${Math.ceil(left / 60_000)}\u00a0min` : '';
  const title = [name, minutes].filter(Boolean).join(', ');
  const whole = title ? `${title} · ${base}` : base;
  if (document.title !== whole) document.title = whole;
}

function phaseName() {
  return [...document.querySelectorAll('[data-phase-name]')].find((one) => !one.closest('[hidden]'));
}

/** The words of `node` without what is hidden in it. */
export function visibleText(node) {
  if (!node) return '';
  const texts = [];
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (one) =>
    one.hidden || one.localName === 'svg' || one.localName === 'template' ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  for (let at = walker.nextNode(); at; at = walker.nextNode()) if (at.nodeType === Node.TEXT_NODE) texts.push(at.data);
  return texts.join('').replace(/[ \n\t]+/g, ' ').trim();
}
