// Opens a live screen: binds the page, takes in the snapshots it came with, follows the server, and never needs it to
// show what it already knows.

import { screen } from '../live/screen.js';
import { sendByThemselves } from './autosend.js';
import { bind } from './binder.js';
import { listenToCommands, showOutcomes } from './command_form.js';
import { keepDrafts, restoreDrafts } from './field_drafts.js';
import { keepingFocus } from './focus_keeper.js';
import { leaveWhenAsked, loadAgainWhenReshaped } from './leaving.js';
import { writeTitle } from './page_title.js';
import { listenToSmallActs } from './small_acts.js';
import { countLeft } from './text_left.js';
import './line_map.js';
import './live_status.js';
import './say_aloud.js';
import './work_clock.js';

/** Open the page's screen and return it. */
export function openLivePage() {
  const here = screen();
  const born = (node) => {
    restoreDrafts(node);
    showOutcomes(node);
  };
  const redrawAll = bind(document.body, born);
  const redraw = () => {
    const data = here.store.data();
    keepingFocus(() => redrawAll({ ...data, live: { state: here.connection.state } }));
    writeTitle(data, here.time.now());
  };
  listenToCommands(document.body, redraw);
  sendByThemselves(document.body);
  listenToSmallActs(document.body);
  countLeft(document.body);
  keepDrafts(document.body);
  leaveWhenAsked(here);
  loadAgainWhenReshaped(here, document.body.dataset.shape);
  here.store.addEventListener('change', soon(redraw));
  here.connection.addEventListener('state', soon(redraw));
  // A sentence that was finished or left may now give its place up.
  document.addEventListener('focusout', () => setTimeout(redraw));
  document.addEventListener('settled', soon(redraw));
  document.addEventListener('input', ({ target }) => target.value === '' && redraw());
  redraw();
  born(document.body);
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
