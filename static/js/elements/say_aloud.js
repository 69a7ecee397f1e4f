// <say-aloud>: the polite voice for those who listen to the screen. It says a new step, a pause, two minutes, the end,
// and half the time for who wants all; its words are templates (data-say="clarification", "paused", "closed", "half",
// "last", "elapsed"). Radio buttons named `announcements` say how much, on this device: none, few, all.

import { sightOf } from '../live/announcements.js';
import * as kept from '../live/kept.js';
import { screen } from '../live/screen.js';
import { USUAL, Voice } from '../live/voice.js';
import { isTextField } from './in_use.js';

const WORDS = { two_minutes: 'last', end: 'elapsed' };
const LEVEL = 'announcements';
const A_WORD = 3000;

class SayAloud extends HTMLElement {
  #voice = new Voice();
  #stop = null;
  #data = null;
  #typed = -Infinity;

  connectedCallback() {
    this.#stop = screen()?.ticker.add(() => this.#listen()) ?? null;
    document.addEventListener('input', this);
    this.addEventListener('change', this);
    const level = this.#level();
    for (const radio of this.#radios()) radio.checked = radio.value === level;
  }

  disconnectedCallback() {
    this.#stop?.();
    document.removeEventListener('input', this);
  }

  handleEvent({ type, target }) {
    if (type === 'change') kept.write(LEVEL, target.value);
    else if (isTextField(target)) this.#typed = performance.now();
  }

  update(data) {
    this.#data = data;
    this.#listen();
  }

  #listen() {
    const after = sightOf(this.#data, screen()?.time.now() ?? null);
    const now = performance.now();
    const said = this.#voice.hear(after, { now, level: this.#level(), typing: now - this.#typed < A_WORD });
    if (said) this.say(said === 'step' ? after.kind : WORDS[said] ?? said);
  }

  /** Say the words of the template `name`; the same words twice are heard twice. */
  say(name) {
    const place = this.querySelector('[data-part="said"]');
    const words = [...this.querySelectorAll('template[data-say]')].find((one) => one.dataset.say === name);
    if (!place || !words) return;
    const line = document.createElement('span');
    line.textContent = words.content.textContent.trim();
    place.replaceChildren(line);
  }

  #level() {
    return kept.read(LEVEL) ?? USUAL;
  }

  #radios() {
    return this.querySelectorAll(`input[name="${LEVEL}"]`);
  }
}

customElements.define('say-aloud', SayAloud);
