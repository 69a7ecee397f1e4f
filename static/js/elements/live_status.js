// <live-status>: whether this screen follows. data-state: connecting, live, waiting (something is on its way), saved, offline.
// Its words stand inside, each with data-in="state"; only those of the present state show.

import { screen } from '../live/screen.js';

const CALM = 1200;
const SAVED_FOR = 3000;

class LiveStatus extends HTMLElement {
  #stops = [];
  #timer = null;
  #savedAt = -Infinity;

  connectedCallback() {
    const here = screen();
    if (!here) return;
    this.#listen(here.connection, 'state', () => this.#settle());
    this.#listen(here.outbox, 'change', () => this.#settle());
    this.#listen(here.outbox, 'answer', ({ detail }) => {
      if (detail.answer.ok) this.#savedAt = performance.now();
      this.#settle();
    });
    this.#show(this.#state());
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.#stops.splice(0).forEach((stop) => stop());
  }

  #listen(target, name, listener) {
    target.addEventListener(name, listener);
    this.#stops.push(() => target.removeEventListener(name, listener));
  }

  #state() {
    const { connection, outbox } = screen();
    if (connection.state !== 'live') return connection.state;
    if (outbox.waiting.length) return 'waiting';
    return performance.now() - this.#savedAt < SAVED_FOR ? 'saved' : 'live';
  }

  // A blink of the network, or a command answered at once, is not worth a word: bad news waits a moment.
  #settle() {
    clearTimeout(this.#timer);
    const next = this.#state();
    if (next === 'offline' || next === 'live' || next === 'saved') this.#show(next);
    else this.#timer = setTimeout(() => this.#settleNow(), CALM);
    if (next === 'saved') this.#timer = setTimeout(() => this.#settleNow(), SAVED_FOR);
  }

  #settleNow() {
    this.#show(this.#state());
    if (this.dataset.state === 'saved') this.#timer = setTimeout(() => this.#settleNow(), SAVED_FOR);
  }

  #show(state) {
    this.dataset.state = state;
    for (const words of this.querySelectorAll('[data-in]')) {
      words.hidden = !words.dataset.in.split(' ').includes(state);
    }
  }
}

customElements.define('live-status', LiveStatus);
