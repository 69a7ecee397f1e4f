// The server's time on this device: performance.now() plus an offset taken from the fastest of several round trips.
// The device's own date is never trusted; it only betrays that the machine slept.

const FIRST_TRIPS = 5;
const LATER_TRIPS = 3;
const EVERY = 60_000;
const JUMP = 1500;

/**
 * `ask()` resolves with the server's milliseconds. Events: `woke` when the device seems to have slept.
 * `monotonic` and `wall` are the two clocks of this device, in milliseconds.
 */
export class ClockSync extends EventTarget {
  #offset = null;
  #asked = -Infinity;
  #running = null;
  #skew = null;

  constructor(ask, { monotonic = () => performance.now(), wall = () => Date.now() } = {}) {
    super();
    Object.assign(this, { ask, monotonic, wall });
  }

  /** The server's instant in milliseconds, or null while it is not known. */
  now() {
    return this.#offset === null ? null : this.monotonic() + this.#offset;
  }

  /** Ask again: five round trips the first time, three later; one run at a time. */
  sample() {
    this.#running ??= this.#sample().finally(() => (this.#running = null));
    return this.#running;
  }

  /** Ask again when the last time is a minute ago. */
  keep() {
    if (this.monotonic() - this.#asked > EVERY) this.sample();
  }

  /**
   * Notice a sleep: the date moved, performance.now() did not. `alone` says that no server can be asked; then the time
   * that passed is added by hand, because a late clock is worse than a wall clock somebody set.
   */
  notice(alone) {
    const skew = this.wall() - this.monotonic();
    const slept = this.#skew === null ? 0 : skew - this.#skew;
    this.#skew = skew;
    if (Math.abs(slept) < JUMP) return;
    if (alone && slept > 0 && this.#offset !== null) this.#offset += slept;
    this.#asked = -Infinity;
    this.dispatchEvent(new CustomEvent('woke'));
  }

  async #sample() {
    this.#asked = this.monotonic();
    let best = null;
    for (let trip = this.#offset === null ? FIRST_TRIPS : LATER_TRIPS; trip > 0; trip -= 1) {
      const sent = this.monotonic();
      let told;
      try {
        told = await this.ask();
      } catch {
        break;
      }
      const back = this.monotonic();
      if (typeof told !== 'number') continue;
      const trial = { took: back - sent, offset: told + (back - sent) / 2 - back };
      if (!best || trial.took < best.took) best = trial;
      if (this.#offset === null) this.#offset = trial.offset; // something true at once, something truer soon
    }
    if (best) this.#offset = best.offset;
    else this.#asked = -Infinity;
    this.dispatchEvent(new CustomEvent('synced'));
  }
}
