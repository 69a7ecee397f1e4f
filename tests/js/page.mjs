// A page for tests: jsdom with the names a browser gives, so that modules of static/js load in Node.
import { JSDOM } from 'jsdom';

const NAMES = ['window', 'document', 'HTMLElement', 'Node', 'NodeFilter', 'MutationObserver', 'customElements', 'localStorage',
  'sessionStorage', 'location', 'CustomEvent', 'Event', 'EventTarget'];

/** Make a page of this body; gives the window. Called once for each test file, before the modules are imported. */
export function openPage(body = '', { url = 'https://tablee.test/w/w1/s/s1/' } = {}) {
  const dom = new JSDOM(`<!doctype html><html lang="fr"><title>Table Somme</title><body>${body}</body></html>`, {
    url,
    pretendToBeVisual: true,
  });
  const { window } = dom;
  for (const name of NAMES) globalThis[name] = window[name];
  globalThis.addEventListener = window.addEventListener.bind(window);
  return window;
}

/** Replace the body and give its first element. */
export function show(html) {
  document.body.innerHTML = html;
  return document.body.firstElementChild;
}

/** Let what is due soon happen. */
export const settled = () => new Promise((resolve) => setTimeout(resolve));

/** A snapshot of a table, with what a test wants to differ. */
export function group(changes = {}) {
  return {
    audience: 'group:g1', version: 1, step: 3, status: 'running', round: 1, group: { id: 'g1', number: 1, name: 'Somme' },
    phase: { position: 3, kind: 'clarification', scope: 'group', screens_down: true },
    clock: { planned: 1_500_000, deadline: 2_000_000, remaining: null, elapsed: false },
    people: [{ id: 'p1', name: 'Inès', roles: ['consultant'] }, { id: 'p2', name: 'Lucie', roles: ['host'] }],
    requests: [], suggestions: [], supporters: [], ends: 9_000_000,
    timetable: [
      { position: 2, kind: 'exposition', scope: 'group', planned: 600_000, starts: 0, when: 'past' },
      { position: 3, kind: 'clarification', scope: 'group', planned: 1_500_000, starts: 500_000, when: 'now' },
      { position: 4, kind: 'contract', scope: 'group', planned: 600_000, starts: 2_000_000, when: 'next' },
      { position: 5, kind: 'plenary', scope: 'room', planned: 600_000, starts: 2_600_000, when: 'next' },
    ],
    can: { consultant: ['keep_idea', 'offer_suggestion'], host: ['advance_phase', 'pause', 'change_time'] },
    ...changes,
  };
}
