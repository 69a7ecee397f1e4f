// <host-offline>: the host's page goes on alone when the network dies: clock, script and « étape suivante ». When it is
// back and the table has moved meanwhile, it asks: resume here, or follow the table?
//
// data-state: none, alone, back. Inside: [data-in="alone"], [data-in="back"], [data-part="here"] (the time of day),
// buttons [data-part="resume"] and [data-part="follow"], [data-refusal]. Templates may also read `local.*`.

import { addMinutes, advance, goTo, placeOf, undo } from '../domain/timetable.js';
import { wholeMinutes } from '../domain/times.js';
import { format } from './formats.js';
import * as kept from '../live/kept.js';
import { catchUp, changeTime } from '../live/commands.js';
import { agrees, seenFrom } from '../live/local_table.js';
import { screen } from '../live/screen.js';

const FOUR_HOURS = 14_400;
// What a table can do without its server; anything else that steers is told at once that it was not sent.
const ALONE = new Set(['advance_phase', 'change_time', 'return_to_phase', 'undo']);

class HostOffline extends HTMLElement {
  #here = null;
  #place = null;
  #moved = false;
  #state = 'none';
  #asked = null;

  connectedCallback() {
    this.#here = screen();
    if (!this.#here || this.#here.takeOver) return;
    this.#here.takeOver = (entry) => this.#take(entry);
    this.#here.connection.addEventListener('state', ({ detail }) => this.#follow(detail.state));
    this.#here.outbox.addEventListener('answer', ({ detail }) => this.#answered(detail));
    this.#here.ticker.add((now) => this.#tell(now));
    this.addEventListener('click', ({ target }) => {
      const part = target.closest('[data-part]')?.dataset.part;
      if (part === 'resume') this.#resume();
      if (part === 'follow') this.#end();
    });
    this.#remember();
    this.#show(this.#state);
  }

  #follow(state) {
    if (state === 'offline') this.#goOn();
    if (state === 'live' && this.#place) this.#comeBack();
  }

  #goOn() {
    const { store, time, outbox } = this.#here;
    const now = time.now();
    const group = store.server().group;
    if (!this.#place && (now === null || group?.status !== 'running')) return this.#notSent();
    this.#place ??= placeOf(group, now);
    if (!this.#place) return this.#notSent();
    outbox.hold();
    this.#show('alone');
    // What was pressed while the network was dying is done here: it must not reach the table minutes later.
    for (const entry of outbox.withdrawSteering()) outbox.giveUp(entry, this.#take(entry) ? '' : this.#notSentWords);
    this.#lay();
    return undefined;
  }

  #notSent() {
    for (const entry of this.#here.outbox.withdrawSteering()) this.#here.outbox.giveUp(entry, this.#notSentWords);
  }

  get #notSentWords() {
    return document.querySelector('template[data-words="not-sent"]')?.content.textContent.trim();
  }

  #take({ command, fields }) {
    if (this.#state === 'none') return false;
    if (!ALONE.has(command)) {
      queueMicrotask(() => this.#notSent());
      return false;
    }
    const now = this.#here.time.now();
    const { timetable } = this.#here.store.server().group;
    const before = this.#place;
    if (command === 'advance_phase') this.#place = advance(before, timetable, now);
    if (command === 'change_time') this.#place = addMinutes(before, fields.minutes);
    if (command === 'return_to_phase') this.#place = goTo(before, timetable, fields.position, fields.minutes, now);
    if (command === 'undo') this.#place = undo(before);
    this.#moved ||= this.#place !== before;
    this.#lay();
    return true;
  }

  async #comeBack() {
    await this.#here.connection.resync(true);
    if (this.#here.connection.state !== 'live' || !this.#place) return;
    if (!this.#moved || agrees(this.#here.store.server().group, this.#place)) return void this.#end();
    this.#show('back');
    this.#lay();
  }

  #resume() {
    const { store, time, outbox } = this.#here;
    const { group } = store.server();
    const elapsed = Math.min(FOUR_HOURS, Math.max(0, Math.round((time.now() - this.#place.since) / 1000)));
    const where = { group: group.group.id, step: group.step };
    const entry = { ...catchUp({ position: this.#place.position, elapsed }, where), steering: true };
    this.#asked = entry.id;
    outbox.addFirst(entry);
    outbox.release();
  }

  #answered({ entry, answer }) {
    if (entry.id !== this.#asked) return;
    this.#asked = null;
    if (answer.ok) return void this.#giveBackTime();
    const place = this.querySelector('[data-refusal]');
    if (!place) return;
    place.textContent = answer.words ?? '';
    place.hidden = false;
  }

  // Minutes that were added or taken here are told too: the server began the phase with its own.
  async #giveBackTime() {
    const { store, connection, outbox } = this.#here;
    await connection.resync(true);
    const { group } = store.server();
    const differs = this.#place.deadline - (group?.clock?.deadline ?? this.#place.deadline);
    const minutes = group?.phase?.position === this.#place.position ? wholeMinutes(differs) : 0;
    this.#end();
    if (!minutes) return;
    outbox.add({ ...changeTime({ minutes }, { group: group.group.id, step: group.step }), steering: true });
  }

  #end() {
    this.#place = null;
    this.#moved = false;
    kept.remove(this.#key);
    this.#show('none');
    this.#here.store.setOverlay(null);
    this.#here.outbox.release();
  }

  #lay() {
    const { store } = this.#here;
    const group = store.server().group;
    kept.write(this.#key, { place: this.#place, moved: this.#moved, group: group?.group.id, round: group?.round });
    store.setOverlay((data) => seenFrom(data, this.#place, this.#state, this.#here.time.now()));
  }

  // A page loaded again after the cut still knows where its table is.
  #remember() {
    const known = kept.read(this.#key);
    const group = this.#here.store.server().group;
    if (!known?.moved || known.group !== group?.group.id || known.round !== group?.round) return kept.remove(this.#key);
    this.#place = known.place;
    this.#moved = true;
    this.#here.outbox.hold();
    this.#state = 'alone';
    this.#lay();
    return undefined;
  }

  #show(state) {
    this.#state = state;
    this.dataset.state = state;
    for (const part of this.querySelectorAll('[data-in]')) part.hidden = !part.dataset.in.split(' ').includes(state);
  }

  #tell(now) {
    const place = this.querySelector('[data-part="here"]');
    const text = now === null ? '' : format(now, 'hour');
    if (place && place.textContent !== text) place.textContent = text;
  }

  get #key() {
    return `local:${this.#here.seat.id}`;
  }
}

customElements.define('host-offline', HostOffline);
