// The server's time on this device: performance.now() plus an offset taken from the fastest of several round trips.
// The device's own date is never trusted; it only betrays that the machine slept.

import { better, disproves, roundTrip } from '../domain/round_trip.js';

const FIRST_TRIPS = 5;
const LATER_TRIPS = 3;
const EVERY = 60_000;
const JUMP = 1500;
const GAP = 5000;

/**
 * `ask()` resolves with the server's milliseconds. Events: `synced` when another offset is used, `woke` when the device
 * seems to have slept. `monotonic` and `wall` are the two clocks of this device, in milliseconds.
 */
export class ClockSync extends EventTarget {
  #known = null;
  #doubted = true;
  #asked = -Infinity;
  #running = null;
  #noticed = null;

  constructor(ask, { monotonic = () => performance.now(), wall = () => Date.now() } = {}) {
    super();
    Object.assign(this, { ask, monotonic, wall });
  }

  /** The server's instant in milliseconds, or null while it is not known. */
  now() {
    return this.#known === null ? null : this.monotonic() + this.#known.offset;
  }

  /** True when the server's time is known, and no run is under way or needed. */
  get settled() {
    return !this.#doubted && this.#running === null;
  }

  /** Ask again: five round trips where nothing is known or it is doubted, three later; one run at a time. */
  sample() {
    this.#running ??= this.#sample().finally(() => (this.#running = null));
    return this.#running;
  }

  /** Ask again when the last time is a minute ago. */
  keep() {
    if (this.monotonic() - this.#asked > EVERY) this.sample();
  }

  /** What is known may be another clock's: after another line, or a sleep. It serves until five new trips are done. */
  doubt() {
    this.#doubted = true;
    this.#asked = -Infinity;
  }

  /**
   * Notice a sleep: the date moved and performance.now() did not, or nothing ran for seconds. Called every second.
   * `alone` says that no server can be asked; then the time that passed is added by hand, because a late clock is worse
   * than a wall clock somebody set.
   */
  notice(alone) {
    const at = this.monotonic();
    const skew = this.wall() - at;
    const before = this.#noticed ?? { at, skew };
    this.#noticed = { at, skew };
    const slept = skew - before.skew;
    const moved = Math.abs(slept) >= JUMP;
    if (!moved && at - before.at < GAP) return;
    if (moved) this.doubt();
    if (moved && alone && slept > 0 && this.#known) {
      this.#known = { ...this.#known, offset: this.#known.offset + slept };
    }
    this.dispatchEvent(new CustomEvent('woke'));
  }

  async #sample() {
    this.#asked = this.monotonic();
    const doubted = this.#doubted;
    this.#doubted = false;
    let best = doubted ? null : this.#known;
    // Something true at once, something truer soon. But what is only doubted is often truer than the first new trip.
    let atOnce = !doubted || this.#known === null;
    for (let trips = doubted ? FIRST_TRIPS : LATER_TRIPS; trips > 0; trips -= 1) {
      const trip = await this.#trip();
      if (trip && this.#doubted) return this.#sample();
      if (!trip) return this.#giveUp(doubted);
      best = better(best, trip);
      atOnce ||= disproves(trip, this.#known);
      if (atOnce) this.#use(best);
    }
    this.#use(best);
    return undefined;
  }

  async #trip() {
    const sent = this.monotonic();
    try {
      const told = await this.ask();
      return typeof told === 'number' ? roundTrip(sent, told, this.monotonic()) : null;
    } catch {
      return null;
    }
  }

  #giveUp(doubted) {
    this.#doubted ||= doubted;
    this.#asked = -Infinity;
  }

  #use(trip) {
    if (trip === this.#known) return;
    this.#known = trip;
    this.dispatchEvent(new CustomEvent('synced'));
  }
}
