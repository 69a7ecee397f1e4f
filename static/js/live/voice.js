// The budget of a voice: six announcements a phase at most, five seconds apart, none while somebody types but the end.
// What must wait is said later if it is still true. Pure: instants are given.

import { holds, worthSaying } from './announcements.js';

const STATES = ['step', 'paused', 'closed'];
const LEVELS = { none: [], few: [...STATES, 'two_minutes', 'end'], all: [...STATES, 'half', 'two_minutes', 'end'] };
const MOST = 6;
const APART = 5000;

/** How much is said when nobody chose. */
export const USUAL = 'few';

export class Voice {
  #before = null;
  #waiting = { state: null, time: null };
  #phase = null;
  #said = 0;
  #at = -Infinity;

  /**
   * What to say at `now` (milliseconds of any steady clock) of the sight `after`, or null. `level` is none, few or all;
   * `typing`: somebody is in the middle of a word.
   */
  hear(after, { now, level = USUAL, typing = false }) {
    const told = worthSaying(this.#before, after);
    if (!after) return null;
    this.#before = after;
    if (after.position !== this.#phase) {
      this.#phase = after.position;
      this.#said = 0;
      this.#waiting.time = null;
    }
    if (told) this.#waiting[STATES.includes(told) ? 'state' : 'time'] = told;
    return this.#next(after, LEVELS[level] ?? LEVELS[USUAL], now, typing);
  }

  #next(after, heard, now, typing) {
    for (const [kind, said] of Object.entries(this.#waiting)) {
      if (!said) continue;
      if (!heard.includes(said) || !holds(said, after)) this.#waiting[kind] = null;
      else if (this.#may(said, now, typing)) {
        this.#waiting[kind] = null;
        this.#said += 1;
        this.#at = now;
        return said;
      }
    }
    return null;
  }

  // The last of the six is kept for the end.
  #may(said, now, typing) {
    if (now - this.#at < APART) return false;
    return said === 'end' ? this.#said < MOST : !typing && this.#said < MOST - 1;
  }
}
