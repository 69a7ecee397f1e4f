// <pick-tables> round the pilot's acts: says which tables they are for. No box ticked means all of them; then the acts
// carry data-groups="all", else "ticked".
//
// Parts: names, skipped; the buttons all and none. [data-in="all|some"] shows what fits; [data-skipped] stands for what
// the last answer left out.

import { screen } from '../live/screen.js';

class PickTables extends HTMLElement {
  #skipped = [];

  connectedCallback() {
    document.addEventListener('change', this);
    this.addEventListener('click', this);
    this.addEventListener('saved', this);
    this.draw();
  }

  disconnectedCallback() {
    document.removeEventListener('change', this);
  }

  handleEvent(event) {
    if (event.type === 'saved') this.#skipped = event.detail?.skipped ?? [];
    const button = event.type === 'click' ? event.target.closest('[data-part="all"], [data-part="none"]') : null;
    if (button) for (const box of boxes()) box.checked = button.dataset.part === 'all';
    this.draw();
  }

  /** A table may have come or gone; called by the binder. */
  update() {
    this.draw();
  }

  draw() {
    const all = boxes();
    const ticked = all.filter((box) => box.checked).map((box) => box.dataset.pick);
    this.dataset.groups = ticked.length ? 'ticked' : 'all';
    for (const words of this.querySelectorAll('[data-in]')) {
      words.hidden = words.dataset.in !== (ticked.length ? 'some' : 'all');
    }
    this.#write('names', ticked);
    this.#write('skipped', this.#skipped);
    const left = this.querySelector('[data-skipped]');
    if (left) left.hidden = !this.#skipped.length;
  }

  #write(part, ids) {
    const lanes = screen()?.store.data().conductors?.lanes ?? [];
    const names = ids.map((id) => lanes.find((lane) => lane.group.id === id)?.group.name).filter(Boolean);
    const place = this.querySelector(`[data-part="${part}"]`);
    if (place) place.textContent = new Intl.ListFormat(document.documentElement.lang || 'fr').format(names);
  }
}

function boxes() {
  return [...document.querySelectorAll('input[type=checkbox][data-pick]')];
}

customElements.define('pick-tables', PickTables);
