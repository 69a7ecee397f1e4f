// <round-lines> round the list of phases: offers those of the present round that the table leads by itself. The server
// refuses a line of the round before, and one of the next would end this round and take its client away.

import { ofTheRound } from '../domain/timetable.js';

class RoundLines extends HTMLElement {
  #lines = null;

  /** Take what the snapshots say; called by the binder. */
  update({ group }) {
    const list = this.querySelector('select');
    if (!group?.timetable || !list) return;
    this.#lines ??= [...list.options];
    const offered = ofTheRound(group.timetable, group.phase?.position).map((line) => String(line.position));
    const wanted = this.#lines.filter((option) => offered.includes(option.value));
    const same = wanted.length === list.options.length && wanted.every((option, i) => option === list.options[i]);
    if (same) return; // a list that is open, or a choice just made, stays as it is
    const chosen = list.value;
    list.replaceChildren(...wanted);
    if (offered.includes(chosen)) list.value = chosen;
    else list.selectedIndex = 0;
  }
}

customElements.define('round-lines', RoundLines);
