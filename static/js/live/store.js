// The last snapshot of each audience. The server's word replaces what was known; what is not newer is dropped.

import { mine } from '../domain/mine.js';

const SLOTS = ['group', 'hosts', 'conductors', 'projector', 'room', 'person'];

/**
 * Events: `change` after an accepted snapshot (or a changed overlay), with {audience}.
 * `seat` is {id, person, screen, roles}: whose screen this is.
 */
export class Store extends EventTarget {
  #snapshots = new Map();
  #overlay = null;
  #aside = [];

  constructor(seat) {
    super();
    this.seat = seat;
  }

  /** Take a snapshot in; false when it is not newer than what is known of its audience. */
  accept(snapshot) {
    const { audience, version } = snapshot ?? {};
    if (typeof audience !== 'string' || typeof version !== 'number') return false;
    if (this.version(audience) >= version) return false;
    this.#snapshots.delete(audience); // so that the most recently accepted comes last
    this.#snapshots.set(audience, snapshot);
    this.#changed(audience);
    return true;
  }

  /** The version known of an audience, -1 when there is none. */
  version(audience) {
    return this.#snapshots.get(audience)?.version ?? -1;
  }

  /** Audience → version of all that is known: what a resync sends. */
  versions() {
    return Object.fromEntries([...this.#snapshots].map(([audience, { version }]) => [audience, version]));
  }

  /** True when the server's map of versions shows something newer than an audience known here. */
  isBehind(versions) {
    return Object.entries(versions ?? {}).some(([audience, version]) => {
      const known = this.version(audience);
      return known >= 0 && known < version;
    });
  }

  /** What the templates read: one entry for each kind of audience, and `my`. */
  data() {
    const data = {};
    for (const slot of SLOTS) data[slot] = this.#latest(slot);
    data.group = this.#myGroup(data.person);
    data.hosts = data.group ? this.#snapshots.get(`hosts:${data.group.group?.id}`) ?? null : data.hosts;
    const told = this.#overlay ? this.#overlay(data) : data;
    const all = { local: { state: 'none' }, ...told, aside: this.#aside };
    return { ...all, phase: told.group?.phase ?? null, my: mine(all, this.seat) };
  }

  /** What the server said, whatever an overlay shows. */
  server() {
    const overlay = this.#overlay;
    this.#overlay = null;
    const data = this.data();
    this.#overlay = overlay;
    return data;
  }

  /** Show something else than the server's word, as a host without network does; null to stop. */
  setOverlay(overlay) {
    this.#overlay = overlay;
    this.#changed('overlay');
  }

  /** The kept ideas (their ids) that their author has set aside on this device. */
  get aside() {
    return this.#aside;
  }

  set aside(ids) {
    this.#aside = ids;
    this.#changed('aside');
  }

  #latest(slot) {
    const all = [...this.#snapshots.values()].filter((s) => s.audience.startsWith(`${slot}:`));
    return all.at(-1) ?? null;
  }

  // Somebody who moved keeps a snapshot of the former table: the right one is where they sit. Their own snapshot says
  // where, unless a table that counts them in was accepted after it.
  #myGroup(person) {
    const all = [...this.#snapshots.values()];
    const groups = all.filter((s) => s.audience.startsWith('group:'));
    if (!person) return groups.at(-1) ?? null;
    const since = all.slice(all.indexOf(person) + 1);
    const joined = since.filter((s) => groups.includes(s) && s.people?.some((p) => p.id === this.seat.person)).at(-1);
    return joined ?? groups.find((s) => s.audience === `group:${person.group}`) ?? null;
  }

  #changed(audience) {
    this.dispatchEvent(new CustomEvent('change', { detail: { audience } }));
  }
}
