// <lane-track>: draws the track of a table (item of the pilot's lanes) by attributes, from the shapes of its template.
//
// Parts: meet, past, future, here, spent, late, now, and the circle `stop`, which is cloned for each phase.

import { along, drawTrack } from '../domain/track.js';
import { screen } from '../live/screen.js';

class LaneTrack extends HTMLElement {
  #lane = null;
  #room = null;
  #stop = null;
  #drawn = '';

  connectedCallback() {
    this.#stop = screen()?.ticker.add(() => this.draw()) ?? null;
  }

  disconnectedCallback() {
    this.#stop?.();
  }

  /** Take what the snapshots say; called by the binder. */
  update(data) {
    this.#lane = data.item ?? null;
    this.#room = data.conductors ?? null;
    this.draw();
  }

  draw() {
    const now = screen()?.time.now();
    if (!this.#lane || !this.#room || now === null || now === undefined) return;
    const track = drawTrack(this.#lane, now, this.#room);
    // A thousandth of the afternoon is less than a pixel: sixty tracks need not be drawn at each second.
    const drawn = JSON.stringify(track, (_key, value) => (typeof value === 'number' ? value.toFixed(3) : value));
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const { meets, ends } = this.#room;
    this.#box('meet', meets ? [along(meets, this.#room), along(ends, this.#room)] : null);
    for (const name of ['here', 'spent', 'late']) this.#box(name, track[name]);
    for (const name of ['past', 'future']) this.#line(name, track[name]);
    this.#line('now', [track.now, track.now]);
    this.#stops(track.stops);
  }

  #part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  #box(name, span) {
    const part = this.#part(name);
    part.toggleAttribute('hidden', !span);
    if (!span) return;
    part.setAttribute('x', share(span[0]));
    part.setAttribute('width', share(span[1] - span[0]));
  }

  #line(name, span) {
    const part = this.#part(name);
    part.toggleAttribute('hidden', !span);
    if (!span) return;
    part.setAttribute('x1', share(span[0]));
    part.setAttribute('x2', share(span[1]));
  }

  #stops(stops) {
    const model = this.#part('stop');
    const group = model.parentNode;
    while (group.childElementCount < stops.length) group.append(model.cloneNode(true));
    while (group.childElementCount > Math.max(1, stops.length)) group.lastElementChild.remove();
    [...group.children].forEach((circle, index) => {
      const stop = stops[index];
      circle.toggleAttribute('hidden', !stop);
      if (!stop) return;
      circle.setAttribute('cx', share(stop.at));
      circle.setAttribute('r', stop.past ? '4' : '5');
      circle.classList.toggle('stop-past', stop.past);
    });
  }
}

function share(value) {
  return `${(value * 100).toFixed(2)}%`;
}

customElements.define('lane-track', LaneTrack);
