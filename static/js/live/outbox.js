// Commands on their way: kept on this device until the server has answered, sent again until it has, one after the other.
//
// An entry is {id, as?, command, fields, group?, step?, groups?, steps?, drafts?, steering, at}. The same id always gets the
// same answer, so sending twice is harmless; an answer means that the command is committed (or refused for good).

import * as kept from './kept.js';

const PATIENCE = 8000;
const PAUSE = 700;
const MOST_PAUSES = 20;
const STALE_STEERING = 15_000;
const A_DAY = 86_400_000;
const NOT_NOW = new Set(['too_fast', 'try_again']);

/**
 * Events: `answer` {entry, answer} once per command; `change` {waiting} whenever the number of waiting ones changes.
 * `transmit(message, patience)` resolves with the server's answer and rejects when there is none.
 */
export class Outbox extends EventTarget {
  #entries = [];
  #sending = false;
  #wanted = false;
  #order = 0;
  #pauses = 0;
  #held = false;

  constructor(seat, transmit, { lasting = true, now = () => Date.now() } = {}) {
    super();
    Object.assign(this, { seat, transmit, lasting, now });
    for (const key of kept.keys(this.#prefix)) {
      const entry = kept.read(key);
      const old = this.now() - (entry?.at ?? 0);
      if (!entry || old > A_DAY || (entry.steering && old > STALE_STEERING)) kept.remove(key);
      else this.#entries.push({ ...entry, key });
    }
  }

  /** The commands that still wait for an answer, in order. */
  get waiting() {
    return [...this.#entries];
  }

  /** Keep a command and send it as soon as possible. */
  add(entry) {
    const at = this.now();
    const order = String(this.#order++).padStart(6, '0');
    this.#entries.push(this.#keep(entry, `${String(at).padStart(15, '0')}-${order}`, at));
    this.#changed();
    this.drain();
  }

  /** Keep a command before all others: a host who comes back says where the table is before what was written there. */
  addFirst(entry) {
    this.#entries.unshift(this.#keep(entry, `${'0'.repeat(15)}-${String(this.#order++).padStart(6, '0')}`, this.now()));
    this.#changed();
    this.drain();
  }

  /** Keep everything here until `release()`. */
  hold() {
    this.#held = true;
  }

  /** Send again. */
  release() {
    this.#held = false;
    this.drain();
  }

  /** Take out and return the commands that must not leave late: those on phase and clock, `age` ms old or older. */
  withdrawSteering(age = 0) {
    const late = this.#entries.filter((entry) => entry.steering && this.now() - entry.at >= age);
    late.forEach((entry) => this.#forget(entry));
    if (late.length) this.#changed();
    return late;
  }

  /** Tell the forms that a withdrawn command was not sent, in the page's own `words`. */
  giveUp(entry, words) {
    this.dispatchEvent(new CustomEvent('answer', { detail: { entry, answer: { ok: false, refusal: 'not_sent', words } } }));
  }

  /** Send what waits, in order, until all is answered or the connection fails. Safe to call at any time. */
  async drain() {
    this.#wanted = true; // the line may come back while a former attempt is still failing
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.#entries.length && !this.#held && this.#wanted) {
        this.#wanted = false;
        if (await this.#sendFirst()) this.#wanted = true;
      }
    } finally {
      this.#sending = false;
    }
  }

  async #sendFirst() {
    const entry = this.#entries[0];
    let answer;
    try {
      answer = await this.transmit(this.#message(entry), PATIENCE);
    } catch {
      return false; // the connection calls drain() again when it is back
    }
    if (!this.#entries.includes(entry)) return true; // withdrawn meanwhile: whoever did so has answered for it
    if (!answer?.ok && NOT_NOW.has(answer?.refusal) && this.#pauses++ < MOST_PAUSES) {
      setTimeout(() => this.drain(), PAUSE);
      return false;
    }
    this.#pauses = 0;
    this.#forget(entry);
    this.dispatchEvent(new CustomEvent('answer', { detail: { entry, answer: answer ?? { ok: false } } }));
    this.#changed();
    return true;
  }

  #message({ id, as = this.seat, command, fields, group, step, groups, steps }) {
    return { id, as, command, group, step, groups, steps, fields: fields ?? {} };
  }

  #keep(entry, place, at) {
    const key = `${this.#prefix}${place}-${entry.id}`;
    kept.write(key, { ...entry, at }, { lasting: this.lasting });
    return { ...entry, at, key };
  }

  #forget(entry) {
    this.#entries = this.#entries.filter((other) => other !== entry);
    kept.remove(entry.key);
  }

  #changed() {
    this.dispatchEvent(new CustomEvent('change', { detail: { waiting: this.#entries.length } }));
  }

  get #prefix() {
    return `outbox:${this.seat}:`;
  }
}
