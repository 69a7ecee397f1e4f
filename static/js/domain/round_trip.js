// What a round trip to the server tells about its clock. Pure; milliseconds.
//
// The server read its clock somewhere between going and coming back: taken in the middle, that can be wrong by half of
// the trip and no more. So a fast trip is worth more than any number of slow ones, until it is old, for two clocks
// drift apart, or until another shows that it cannot be true, because one of the two clocks was moved.

const DRIFT = 0.0001;
const ROUNDING = 5;

/** The trip that began at `sent`, was told the server's instant `told` and ended `at`, on this device's clock. */
export function roundTrip(sent, told, at) {
  return { at, offset: told - (sent + at) / 2, wrong: (at - sent) / 2 };
}

/** The one to believe at the end of `trip`: the former or null, or this one. */
export function better(former, trip) {
  return !former || disproves(trip, former) || trip.wrong < mayBeWrong(former, trip.at) ? trip : former;
}

/** True when `trip` and `former` cannot both be true of the same two clocks. */
export function disproves(trip, former) {
  return Math.abs(trip.offset - former.offset) > trip.wrong + mayBeWrong(former, trip.at) + ROUNDING;
}

function mayBeWrong({ at, wrong }, now) {
  return wrong + (now - at) * DRIFT;
}
