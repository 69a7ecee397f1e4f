// <work-clock>: fills the parts of its dial (templates/parts/clock.html) from one number, the share of time that is left.
//
// data-for: group (default), lane and wall (item.clock), room, host's own; data-audience: people or host; data-form="digits" for
// a clock of digits alone. data-state is set here: connecting, running, last, elapsed, overrun, paused, none.

import { readClock, strokes } from '../domain/clock.js';
import { driftSide, wholeMinutes } from '../domain/times.js';
import { screen } from '../live/screen.js';
import { drawDial } from './dial.js';

const SUBJECTS = {
  group: (data) => ({ clock: data.group?.clock, run: data.group?.phase?.position, drift: data.hosts?.drift }),
  lane: (data) => ({ clock: data.item?.clock, run: data.item?.position, drift: data.item?.drift }),
  wall: (data) => ({ clock: data.item?.clock, run: data.item?.phase }),
  room: (data, now) => ({ clock: roomClock(data, now), run: data.projector?.room_phase?.kind }),
};

class WorkClock extends HTMLElement {
  #subject = {};
  #stop = null;
  #drawn = '';
  #absent = null;
  #found = null;

  connectedCallback() {
    this.#stop = screen()?.ticker.add(() => this.draw()) ?? null;
  }

  disconnectedCallback() {
    this.#stop?.();
  }

  /** Take what the snapshots say; called by the binder. */
  update(data) {
    const before = this.#subject;
    this.#subject = (SUBJECTS[this.dataset.for] ?? SUBJECTS.group)(data, this.now());
    this.toggleAttribute('data-fresh', before.run !== undefined && before.run !== this.#subject.run);
    this.draw();
  }

  /** The server's instant this clock is drawn from, in milliseconds, or null. */
  now() {
    return screen()?.time.now() ?? null;
  }

  draw() {
    const { clock, drift } = this.#subject;
    const reading = readClock(clock, this.now(), this.dataset.audience);
    const offline = screen()?.connection.state === 'offline';
    const state = reading.state === 'running' && !reading.minutes && reading.left <= 120_000 ? 'last' : reading.state;
    const drawn = [state, reading.text, reading.fraction, clock?.planned, wholeMinutes(drift ?? 0), offline].join();
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.dataset.state = state;
    this.toggleAttribute('data-offline', offline);
    this.#leave(state === 'none');
    this.#write(reading, state, drift, offline);
    if (clock && this.part('left')) drawDial(this, state, reading, strokes(clock.planned));
  }

  // Only when it changes: a view that makes room for a sentence hides its clock too, and that must hold.
  #leave(absent) {
    if (absent !== this.#absent) this.hidden = absent;
    this.#absent = absent;
  }

  part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  // Looked for once: sixty tables have a hundred clocks, and each is written at every second.
  get #places() {
    this.#found ??= {
      time: this.part('time'),
      numerals: this.part('numerals'),
      unit: this.part('unit'),
      states: [...this.querySelectorAll('[data-in]')].map((words) => [words, words.dataset.in.split(' ')]),
      drifts: [...this.querySelectorAll('[data-in-drift]')],
      minutes: [...this.querySelectorAll('[data-part="drift-minutes"]')],
    };
    return this.#found;
  }

  #write(reading, state, drift, offline) {
    const { numerals, unit, states, drifts, minutes } = this.#places;
    const time = this.#places.time ?? (this.dataset.form === 'digits' ? this : null);
    if (time && time.textContent !== reading.text) time.textContent = reading.text;
    numerals?.classList.toggle('numerals-minutes', reading.minutes);
    if (numerals) numerals.hidden = state === 'elapsed';
    if (unit) unit.hidden = !reading.minutes;
    const side = driftSide(drift);
    for (const [words, its] of states) words.hidden = !(its.includes(state) || (offline && its.includes('offline')));
    for (const words of drifts) {
      words.hidden = words.dataset.inDrift.replace('-', '_') !== side || drift === undefined || drift === null;
    }
    for (const words of minutes) words.textContent = String(Math.abs(wholeMinutes(drift ?? 0)));
  }
}

// Before and between the room's phases the wall counts down to where everybody meets; not from another day.
const SAME_DAY = 6 * 3_600_000;

function roomClock({ projector }, now) {
  if (projector?.room_phase) return projector.room_phase.clock;
  const meets = projector?.meets;
  return meets && Math.abs(meets - (now ?? Date.now())) < SAME_DAY ? { planned: 3_600_000, deadline: meets, remaining: null, elapsed: false } : null;
}

customElements.define('work-clock', WorkClock);
