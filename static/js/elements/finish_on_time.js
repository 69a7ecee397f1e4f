// <finish-on-time>: « Tenir 16 h 30 ». Opening its fold asks the server what would change and shows it; accepting sends the
// instant for which it was reckoned, and the steps that were seen. `data-own`: the person's own table, not the board's.

import { shown } from '../domain/on_time.js';
import { screen } from '../live/screen.js';
import { bind } from './binder.js';
import { whereOf } from './where.js';

class FinishOnTime extends HTMLElement {
  #redraw = null;

  connectedCallback() {
    this.fold.addEventListener('toggle', () => this.fold.open && this.#ask());
    this.addEventListener('saved', () => this.#close());
  }

  get fold() {
    return this.querySelector('details');
  }

  async #ask() {
    this.#draw(null);
    const { store, connection } = screen();
    const { group, groups } = whereOf(this, 'propose', store.data());
    try {
      const told = await connection.ask('propose', { groups: groups ?? [group] });
      if (this.fold.open) this.#draw(shown(told));
    } catch {
      if (this.fold.open) this.#draw({ failed: true });
    }
  }

  #draw(proposal) {
    if (!this.#redraw) {
      const sheet = this.querySelector('[data-part="sheet"]');
      sheet.append(document.importNode(this.querySelector('template').content, true));
      this.#redraw = bind(sheet);
    }
    this.#redraw({ proposal });
    if (proposal) this.fold.scrollIntoView({ block: 'nearest' });
  }

  #close() {
    this.fold.open = false;
    this.querySelector('summary').focus();
  }
}

customElements.define('finish-on-time', FinishOnTime);
