// What somebody typed and did not send: kept on this device a moment after each key, given back when the field returns.

import * as kept from './kept.js';

const WAIT = 250;
const A_DAY = 86_400_000;

export class Drafts {
  #timers = new Map();
  #pending = new Map();

  /** `scope` names workshop and person; on a shared device (`lasting: false`) a draft lives as long as the page. */
  constructor(scope, { lasting = true, now = () => Date.now() } = {}) {
    Object.assign(this, { scope, lasting, now });
    for (const key of kept.keys('draft:')) {
      if (this.now() - (kept.read(key)?.at ?? 0) > A_DAY) kept.remove(key);
    }
  }

  /** The kept text of a field, or null. */
  read(name) {
    return this.#pending.get(name) ?? kept.read(this.#key(name))?.text ?? null;
  }

  /** Keep the text soon: at most a quarter of a second after this call. */
  note(name, text) {
    this.#pending.set(name, text);
    if (!this.#timers.has(name)) this.#timers.set(name, setTimeout(() => this.save(name), WAIT));
  }

  /** Keep now what was noted of one field, or of all: before the page goes. */
  save(name) {
    for (const one of name === undefined ? [...this.#pending.keys()] : [name]) {
      clearTimeout(this.#timers.get(one));
      this.#timers.delete(one);
      if (!this.#pending.has(one)) continue;
      const text = this.#pending.get(one);
      this.#pending.delete(one);
      if (text === '') kept.remove(this.#key(one));
      else kept.write(this.#key(one), { text, at: this.now() }, { lasting: this.lasting });
    }
  }

  /** Forget a draft that was acknowledged, unless somebody went on writing: then true words would be lost. */
  forget(name, sent) {
    if ((this.read(name) ?? sent) !== sent) return false;
    clearTimeout(this.#timers.get(name));
    this.#timers.delete(name);
    this.#pending.delete(name);
    kept.remove(this.#key(name));
    return true;
  }

  #key(name) {
    return `draft:${this.scope}:${name}`;
  }
}
