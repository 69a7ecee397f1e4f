// <time-signals>: this device vibrates or sounds two minutes before the end of a phase, and at its end, as its boxes say.
//
// A box's value is "two_minutes.buzz", "two_minutes.chime", "end.buzz" or "end.chime"; what the template checks is what
// holds until somebody chooses, and a choice is kept on the device. [data-by="buzz"] is hidden where nothing vibrates,
// [data-by="still"] shows there.

import { crossing, sightOf } from '../live/announcements.js';
import { buzz, canBuzz, chime, unlock } from '../live/chime.js';
import * as kept from '../live/kept.js';
import { screen } from '../live/screen.js';

const CHOICE = 'signals';
const WAYS = { buzz, chime };
const PRESSES = ['pointerup', 'click', 'keydown'];
const TOO_LATE = -20_000;

class TimeSignals extends HTMLElement {
  #before = null;
  #data = null;
  #stop = null;

  connectedCallback() {
    const chosen = kept.read(CHOICE);
    if (Array.isArray(chosen)) for (const box of this.#boxes()) box.checked = chosen.includes(box.value);
    for (const part of this.querySelectorAll('[data-by]')) part.hidden = canBuzz() === (part.dataset.by === 'still');
    this.addEventListener('change', this);
    for (const press of PRESSES) addEventListener(press, this, { capture: true, passive: true });
    this.#stop = screen()?.ticker.add(() => this.#listen()) ?? null;
  }

  disconnectedCallback() {
    this.#stop?.();
    for (const press of PRESSES) removeEventListener(press, this, { capture: true });
  }

  handleEvent({ type, target }) {
    if (type !== 'change') return this.#on().some((value) => value.endsWith('.chime')) && unlock();
    kept.write(CHOICE, this.#on());
    const [mark, way] = target.value.split('.');
    if (way === 'chime') unlock();
    // What was chosen is heard at once; the tone waits for the sound to be let in.
    return target.checked && setTimeout(() => WAYS[way](mark), way === 'chime' ? 150 : 0);
  }

  update(data) {
    this.#data = data;
    this.#listen();
  }

  #listen() {
    const after = sightOf(this.#data, screen()?.time.now() ?? null);
    const mark = this.#before && after ? crossing(this.#before, after) : null;
    this.#before = after;
    if (!mark || after.left < TOO_LATE) return; // a device that slept through it does not ring afterwards
    for (const value of this.#on()) if (value.startsWith(`${mark}.`)) WAYS[value.split('.')[1]](mark);
  }

  #boxes() {
    return [...this.querySelectorAll('input[type=checkbox]')];
  }

  #on() {
    return this.#boxes().filter((box) => box.checked).map((box) => box.value);
  }
}

customElements.define('time-signals', TimeSignals);
