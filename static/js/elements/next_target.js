// <next-target> round the list of phases: proposes the one that comes next, until the pilot chooses another.

import { nextTarget } from '../domain/track.js';

class NextTarget extends HTMLElement {
  #chosen = false;
  #asked = null;

  connectedCallback() {
    this.addEventListener('change', this);
    this.closest('form')?.addEventListener('submit', this);
    this.closest('form')?.addEventListener('saved', this);
  }

  // The pilot's choice stands until the tables were asked for it; one made while another act is answered stands too.
  handleEvent({ type }) {
    const list = this.querySelector('select');
    if (type === 'change') this.#chosen = true;
    else if (type === 'submit') this.#asked = this.closest('form').dataset.state === 'waiting' ? this.#asked : list.value;
    else if (list.value === this.#asked) this.#chosen = false;
  }

  /** Take what the snapshots say; called by the binder. */
  update(data) {
    const list = this.querySelector('select');
    if (this.#chosen || document.activeElement === list) return;
    const target = nextTarget(data.conductors?.lanes, data.conductors?.targets ?? []);
    if (target && list.value !== target) list.value = target;
  }
}

customElements.define('next-target', NextTarget);
