// What several round trips to the server say about a network and a clock. Pure.

/** Milliseconds of the slowest trip beyond which people notice, and wait. */
export const SLOW = 500;
const SECOND = 1000;

/**
 * `{usual, worst, ahead}` of trips `{took, told, wall}`: milliseconds of the middle and the slowest one, and by how much
 * this device's date is ahead of the server's, told by the fastest. `told` is the server's instant, `wall` this device's
 * when the answer came.
 */
export function roundTrips(trips) {
  const sorted = [...trips].sort((one, other) => one.took - other.took);
  const fastest = sorted[0];
  return {
    usual: Math.round(sorted[Math.floor((sorted.length - 1) / 2)].took),
    worst: Math.round(sorted.at(-1).took),
    ahead: Math.round(fastest.wall - (fastest.told + fastest.took / 2)),
  };
}

/** Milliseconds as seconds with one digit under ten: "0,4", "12", in the language given. */
export function seconds(milliseconds, language) {
  const value = Math.abs(milliseconds) / SECOND;
  return value.toLocaleString(language, { maximumFractionDigits: value < 10 ? 1 : 0 });
}
