// <room-check>: tries what the day needs of this device and this network, one line after the other, and says what it saw.
//
// data-pass, or the pass after the #, opens the line; data-public is the address of links. [data-when] is what stands when
// nothing can be tried, and round the checks; [data-way] says which way the line took; the lines are in check_lines.js.

import { roundTrips, SLOW } from '../domain/round_trips.js';
import { Connection } from '../live/connection.js';
import { addressFrom, measure, nextReturn, openBy, storage, wakeLock } from '../live/probes.js';
import { loadSocketIo } from '../live/socket_io.js';
import { judge, say, spoken } from './check_lines.js';

const KEEPS_ALIVE = 4000;
const UPGRADES_WITHIN = 5000;
const LONG_ENOUGH = 20_000;
const HEALS_WITHIN = 30_000;
const SOON = 6000;

class RoomCheck extends HTMLElement {
  #line = null;

  connectedCallback() {
    this.querySelector('[data-part="again"]').addEventListener('click', () => location.reload());
    this.querySelector('[data-part="sleep"]').addEventListener('click', () => this.#sleep());
    addEventListener('hashchange', () => location.reload());
    this.run();
  }

  /** Try everything that needs nobody's hand. */
  async run() {
    const token = this.dataset.pass || location.hash.slice(1);
    if (!token) return this.#close('missing');
    const admitted = await this.#admit(token);
    if (!admitted) return undefined;
    this.querySelector('[data-when="checks"]').hidden = false;
    this.#here();
    const cookie = await this.#kept();
    if (cookie) await this.#lines({ query: { w: admitted.workshop }, auth: { pass: token } });
    else for (const check of ['websocket', 'polling', 'live', 'clock']) say(this, check, 'untried');
    say(this, 'wake', await wakeLock());
    return judge(this);
  }

  async #admit(token) {
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
    try {
      const answer = await fetch('/room-check', { method: 'POST', headers, body: JSON.stringify({ pass: token }) });
      const told = await answer.json();
      if (answer.ok) return told;
      return this.#close('refused', told.words);
    } catch {
      return this.#close('offline');
    }
  }

  #here() {
    say(this, 'address', addressFrom(location, this.dataset.public), { here: location.origin, public: this.dataset.public });
    const plain = globalThis.isSecureContext ? 'here' : 'plain';
    say(this, 'secure', location.protocol === 'https:' ? 'secure' : plain);
    for (const part of this.querySelectorAll('[data-lost]')) part.hidden = part.dataset.lost in navigator;
  }

  async #kept() {
    const answer = await fetch('/room-check/device', { cache: 'no-store' }).then((got) => got.json(), () => ({}));
    say(this, 'kept', answer.known ? storage() : 'no-cookie');
    return Boolean(answer.known);
  }

  // Each way alone first; then as the tables do it, which takes the better of the two by itself.
  async #lines(options) {
    const io = await loadSocketIo().catch(() => null);
    if (!io) return ['websocket', 'polling', 'live', 'clock'].forEach((check) => say(this, check, 'down'));
    for (const transport of ['websocket', 'polling']) {
      const { opened } = await openBy(transport, io, options);
      say(this, transport, opened === undefined ? 'blocked' : 'open', { took: opened });
    }
    const load = async () => io;
    this.#line = new Connection({ load, options: { ...options, timeout: 5000 }, resync: () => ({ versions: {} }) });
    this.#line.start();
    if (!(await this.#answers(10_000))) return ['live', 'clock'].forEach((check) => say(this, check, 'down'));
    setInterval(() => this.#ask().catch(() => {}), KEEPS_ALIVE); // no heartbeat comes here: it asks instead of hearing
    for (let left = UPGRADES_WITHIN; left > 0 && this.#line.transport === 'polling'; left -= 100) await wait(100);
    return this.#measure();
  }

  async #measure() {
    const trips = await measure(() => this.#ask()).catch(() => null);
    if (!trips) return ['live', 'clock'].forEach((check) => say(this, check, 'down'));
    const { usual, worst, ahead } = roundTrips(trips);
    say(this, 'live', worst > SLOW ? 'slow' : 'fast', { usual, worst });
    for (const way of this.querySelectorAll('[data-way]')) way.hidden = way.dataset.way !== this.#line.transport;
    this.querySelector('[data-part="sleep"]').disabled = false;
    return say(this, 'clock', 'told', { apart: spoken(ahead) });
  }

  async #sleep() {
    const button = this.querySelector('[data-part="sleep"]');
    button.disabled = true;
    say(this, 'sleep', 'armed');
    const away = await nextReturn();
    const back = performance.now();
    this.#line.resync(); // what every screen of the product does when it wakes
    const healed = await this.#answers(HEALS_WITHIN);
    const took = performance.now() - back;
    const figures = { away: spoken(away), healed: spoken(took) };
    if (!healed) say(this, 'sleep', 'lost', figures);
    else if (away < LONG_ENOUGH) say(this, 'sleep', 'short', figures);
    else say(this, 'sleep', took > SOON ? 'slow' : 'healed', figures);
    button.disabled = false;
    judge(this);
  }

  // True once the server has answered on this line, within so many milliseconds.
  async #answers(patience) {
    for (const end = performance.now() + patience; performance.now() < end; await wait(100)) {
      if (await this.#ask(2000).catch(() => null)) return true;
    }
    return false;
  }

  async #ask(patience = 5000) {
    return (await this.#line.ask('clock', {}, patience)).now;
  }

  #close(why, words) {
    const place = this.querySelector(`[data-when="${why}"]`);
    place.hidden = false;
    if (words) place.querySelector('[data-refusal]').textContent = words;
  }
}

function wait(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

customElements.define('room-check', RoomCheck);
