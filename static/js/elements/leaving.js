// Loads the page again when the server must choose another one: a seat was given up, a table was joined or left.

const KEY = 'tablee:reloaded';
const LOOP = 4000;
const SHAPED = ['group', 'hosts', 'conductors'];

/** Follow the server's `leave`. */
export function leaveWhenAsked({ connection }) {
  connection.addEventListener('leave', () => {
    connection.stop();
    loadAgain();
  });
}

/** Load again when `wanted(data)` holds, as when somebody in the waiting room got a seat. */
export function loadAgainWhen(here, wanted) {
  const look = () => wanted(here.store.server()) && loadAgain(here);
  here.store.addEventListener('change', look);
}

/** Follow the format: an organiser who changes it before the start moves the positions that this page was made with. */
export function loadAgainWhenReshaped(here, shape) {
  if (!shape) return;
  loadAgainWhen(here, (data) => SHAPED.some((kind) => data[kind]?.shape && data[kind].shape !== shape));
}

/** Save drafts and load the page again; twice within seconds would be a loop, and does nothing. */
export function loadAgain(here) {
  here?.drafts.save();
  let last = 0;
  try {
    last = Number(sessionStorage.getItem(KEY));
    sessionStorage.setItem(KEY, String(Date.now()));
  } catch {
    // without storage there is no memory of a loop; the server's page decides
  }
  if (Date.now() - last > LOOP) location.reload();
}
