// <say-aloud>: the polite voice for those who listen to the screen. It says a new step, two minutes, the end, a pause;
// its words are templates (data-say="clarification", "paused", "closed", "last", "elapsed"). It can be switched off.

import { worthSaying } from '../live/announcements.js';
import { isHeld, timeLeft } from '../domain/clock.js';
import * as kept from '../live/kept.js';
import { screen } from '../live/screen.js';

const WORDS = { two_minutes: 'last', end: 'elapsed' };

class SayAloud extends HTMLElement {
  #before = null;
  #stop = null;
  #data = null;

  connectedCallback() {
    this.#stop = screen()?.ticker.add(() => this.#listen()) ?? null;
    this.mute = this.querySelector('[data-part="mute"]');
    this.mute?.addEventListener('click', () => {
      kept.write('quiet', !kept.read('quiet'));
      this.#showMute();
    });
    this.#showMute();
  }

  disconnectedCallback() {
    this.#stop?.();
  }

  update(data) {
    this.#data = data;
    this.#listen();
  }

  #listen() {
    const after = sight(this.#data, screen()?.time.now() ?? null);
    const said = worthSaying(this.#before, after);
    if (after) this.#before = after;
    if (said && !kept.read('quiet')) this.say(said === 'step' ? after.kind : WORDS[said] ?? said);
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

  #showMute() {
    this.mute?.setAttribute('aria-pressed', String(Boolean(kept.read('quiet'))));
  }
}

function sight(data, now) {
  const group = data?.group;
  if (group) {
    const known = group.clock && (now !== null || isHeld(group.clock));
    return {
      kind: group.phase?.kind,
      position: group.phase?.position ?? null,
      status: group.status,
      planned: group.clock?.planned ?? 0,
      left: known ? timeLeft(group.clock, now) : null,
    };
  }
  const room = data?.projector?.room_phase;
  return room ? { kind: room.kind, position: room.kind, status: 'running', planned: 0, left: null } : null;
}

customElements.define('say-aloud', SayAloud);
