// <lane-presence>: whether a table of the pilot's board can be heard. Every heartbeat says how many of its screens are
// there; a table with people and no screen goes on alone, and its lane is drawn in dashes;
// and which tables have lost the line of who leads them.

import { screen } from '../live/screen.js';

class LanePresence extends HTMLElement {
  #lane = null;
  #here = null;
  #lost = [];

  connectedCallback() {
    screen()?.connection.addEventListener('heartbeat', this);
  }

  disconnectedCallback() {
    screen()?.connection.removeEventListener('heartbeat', this);
  }

  handleEvent({ detail }) {
    this.#here = detail?.here ?? null;
    this.#lost = detail?.lost ?? [];
    this.draw();
  }

  /** Take what the snapshots say; called by the binder. */
  update(data) {
    this.#lane = data.item ?? null;
    this.draw();
  }

  draw() {
    if (!this.#lane) return;
    const { group, people } = this.#lane;
    const away = this.#here !== null && !group.paper && people > 0 && !this.#here[group.id];
    this.closest('.lane')?.toggleAttribute('data-away', away);
    const lost = !away && this.#lost.includes(group.id);
    this.closest('.lane')?.toggleAttribute('data-lost', lost);
    for (const words of this.querySelectorAll('[data-in]')) {
      words.hidden = words.dataset.in !== (away ? 'away' : lost ? 'lost' : ['none', 'one'][people] ?? 'many');
    }
    for (const count of this.querySelectorAll('[data-part="count"]')) count.textContent = String(people);
  }
}

customElements.define('lane-presence', LanePresence);
