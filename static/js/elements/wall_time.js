// <wall-time>: the hour it is, by the server's clock, in the workshop's time zone.

import { screen } from '../live/screen.js';
import { format } from './formats.js';

class WallTime extends HTMLElement {
  #stop = null;

  connectedCallback() {
    this.#stop = screen()?.ticker.add((now) => this.draw(now)) ?? null;
  }

  disconnectedCallback() {
    this.#stop?.();
  }

  draw(now) {
    const text = now === null || now === undefined ? '–' : format(now, 'hour');
    if (this.textContent !== text) this.textContent = text;
  }
}

customElements.define('wall-time', WallTime);
