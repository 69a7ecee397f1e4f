// « Garder pour moi »: <button type="button" data-aside="id">. The idea stays its author's, and stays kept; this device only
// remembers that it was dealt with, so that it does not come to the front again. The server is not told: nothing changed.

import * as kept from '../live/kept.js';

/** Listen below `root` on the screen `here`. */
export function listenToSetAside(root, { store, seat }) {
  const key = `aside:${seat.workshop}:${seat.person}`;
  store.aside = kept.read(key) ?? [];
  root.addEventListener('click', ({ target }) => {
    const id = target.closest('button[data-aside]')?.dataset.aside;
    if (!id) return;
    kept.write(key, [...store.aside, id], { lasting: seat.lasting });
    store.aside = [...store.aside, id];
  });
}
