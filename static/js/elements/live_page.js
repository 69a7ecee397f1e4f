// Opens a live screen: binds the page, takes in the snapshots it came with, follows the server, and never needs it to
// show what it already knows.

import { makeScreen, readSeat } from '../live/screen.js';
import { bind } from './binder.js';
import { listenToCommands } from './command_form.js';
import { keepDrafts, restoreDrafts } from './field_drafts.js';
import { keepingFocus } from './focus_keeper.js';
import { leaveWhenAsked } from './leaving.js';
import { writeTitle } from './page_title.js';
import { listenToSmallActs } from './small_acts.js';
import { countLeft } from './text_left.js';
import { LineMap } from './line_map.js';
import { LiveStatus } from './live_status.js';
import { SayAloud } from './say_aloud.js';
import { WorkClock } from './work_clock.js';

const ELEMENTS = { 'work-clock': WorkClock, 'line-map': LineMap, 'live-status': LiveStatus, 'say-aloud': SayAloud };

let loads = 0;

// A failed load is tried again under another address, because a page remembers the failure of a module.
async function loadSocketIo() {
  loads += 1;
  const address = import.meta.resolve?.('socket.io-client') ?? 'socket.io-client';
  const { io } = await import(loads > 1 ? `${address}${address.includes('?') ? '&' : '?'}again=${loads}` : 'socket.io-client');
  return io;
}

/** Open the page's screen and return it; `more` are custom elements of this screen alone, by name. */
export function openLivePage(more = {}, load = loadSocketIo) {
  const here = makeScreen(readSeat(document.querySelector('[data-seat]')), load);
  for (const node of document.querySelectorAll('script[type="application/json"][data-snapshots]')) {
    for (const snapshot of JSON.parse(node.textContent || '[]')) here.store.accept(snapshot);
  }
  // Defined now, not at import: elements of the page look for their screen as soon as they are known.
  for (const [name, element] of Object.entries({ ...ELEMENTS, ...more })) customElements.define(name, element);
  const born = (node) => restoreDrafts(node);
  const redrawAll = bind(document.body, born);
  const redraw = () => {
    const data = here.store.data();
    keepingFocus(() => redrawAll({ ...data, live: { state: here.connection.state } }));
    writeTitle(data, here.time.now());
  };
  listenToCommands(document.body, redraw);
  listenToSmallActs(document.body);
  countLeft(document.body);
  keepDrafts(document.body);
  leaveWhenAsked(here);
  here.store.addEventListener('change', soon(redraw));
  here.connection.addEventListener('state', soon(redraw));
  // A sentence that was finished or left may now give its place up.
  document.addEventListener('focusout', () => setTimeout(redraw));
  document.addEventListener('settled', soon(redraw));
  document.addEventListener('input', ({ target }) => target.value === '' && redraw());
  restoreDrafts(document.body);
  redraw();
  here.ticker.add((now) => writeTitle(here.store.data(), now));
  here.connection.start();
  return here;
}

// Several snapshots of one act are drawn together.
function soon(act) {
  let planned = false;
  return () => {
    if (planned) return;
    planned = true;
    queueMicrotask(() => {
      planned = false;
      act();
    });
  };
}
