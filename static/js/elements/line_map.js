// <line-map>: the line of the afternoon. Each station takes the share of its minutes; the words are the template's.

import { hour } from '../domain/times.js';

const MINUTE = 60_000;
const REDRAWN = { childList: true, subtree: true, attributeFilter: ['data-planned', 'data-minutes'] };

class LineMap extends HTMLElement {
  #watcher = null;

  connectedCallback() {
    // The list inside is drawn by the binder, after this element: its stations get their share whenever they change.
    this.#watcher = new MutationObserver(() => this.share());
    this.#watcher.observe(this, REDRAWN);
    this.share();
  }

  disconnectedCallback() {
    this.#watcher?.disconnect();
  }

  update(data) {
    const ends = data.group?.ends ?? data.conductors?.ends ?? data.projector?.ends;
    const end = this.querySelector('[data-part="end"]');
    const zone = document.querySelector('[data-timezone]')?.dataset.timezone || undefined;
    const text = ends ? hour(ends, document.documentElement.lang, zone) : '';
    if (end && end.textContent !== text) end.textContent = text;
    this.share();
  }

  share() {
    for (const station of this.querySelectorAll('li')) {
      const { planned, minutes } = station.dataset;
      const share = planned ? Number(planned) / MINUTE : Number(minutes ?? 0);
      const flex = `${Math.max(share, 0)} 1 0%`;
      if (station.style.flex !== flex) station.style.flex = flex;
    }
    // The next station is named only where the name of this one leaves room.
    const now = this.querySelector('[data-when="now"]');
    now?.toggleAttribute('data-narrow', now.clientWidth < 130);
  }
}

customElements.define('line-map', LineMap);
