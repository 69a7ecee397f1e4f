// <board-pace> round the times: when the last table will be through at this pace, and which one it is. Its part `pace`
// stays hidden until a table has begun.

import { slowest } from '../domain/track.js';
import { format } from './formats.js';

class BoardPace extends HTMLElement {
  /** Take what the snapshots say; called by the binder. */
  update(data) {
    const last = slowest(data.conductors?.lanes);
    this.querySelector('[data-part="pace"]').hidden = !last;
    if (!last) return;
    this.querySelector('[data-part="end"]').textContent = format(last.ends, 'hour');
    this.querySelector('[data-part="name"]').textContent = last.name;
  }
}

customElements.define('board-pace', BoardPace);
