// One tick for all clocks of a page, at the start of each second of the server, so all screens change digit together.

const SECOND = 1000;

/** `now()` gives the server's instant or null. Listeners are called with it, at least once a second. */
export class Ticker {
  #listeners = new Set();
  #timer = null;

  constructor(now) {
    this.now = now;
  }

  /** Call `listener(now)` at once and at each second; returns how to stop. */
  add(listener) {
    this.#listeners.add(listener);
    listener(this.now());
    if (this.#timer === null) this.#plan();
    return () => {
      this.#listeners.delete(listener);
      if (!this.#listeners.size) {
        clearTimeout(this.#timer);
        this.#timer = null;
      }
    };
  }

  /** Tell all listeners now, and plan the next second afresh: after a wake, or a better estimate of the time. */
  tick() {
    const now = this.now();
    for (const listener of [...this.#listeners]) listener(now);
    if (this.#listeners.size) this.#plan();
  }

  #plan() {
    clearTimeout(this.#timer);
    const now = this.now() ?? 0;
    // A few milliseconds after the boundary: a timer may fire a little early, and would then read the former second.
    this.#timer = setTimeout(() => this.tick(), SECOND - (((now % SECOND) + SECOND) % SECOND) + 4);
  }
}
