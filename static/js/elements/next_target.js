// <next-target> round the list of phases: proposes the one that comes next, until the pilot chooses another.

import { nextTarget } from '../domain/track.js';

class NextTarget extends HTMLElement {
  #chosen = false;

  connectedCallback() {
    this.addEventListener('change', this);
    document.addEventListener('saved', this);
  }

  disconnectedCallback() {
    document.removeEventListener('saved', this);
  }

  /** The pilot's choice stands until an act was made. */
  handleEvent(event) {
    this.#chosen = event.type === 'change';
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
