// Hours and minutes in words. Pure.

const MINUTE = 60_000;
const clocks = new Map();

// Making one takes as long as asking it fifty times.
function clockOf(timeZone) {
  if (!clocks.has(timeZone)) {
    clocks.set(timeZone, new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }));
  }
  return clocks.get(timeZone);
}

/** An instant (milliseconds) as « 16 h 30 » in French and "16:30" elsewhere, in the workshop's time zone if given. */
export function hour(instant, language = 'fr', timeZone = undefined) {
  const parts = clockOf(timeZone).formatToParts(new Date(instant));
  const of = (type) => parts.find((part) => part.type === type).value;
  if (!language.startsWith('fr')) return `${of('hour')}:${of('minute')}`;
  return of('minute') === '00' ? `${Number(of('hour'))}\u00a0h` : `${Number(of('hour'))}\u00a0h\u00a0${of('minute')}`;
}

/** Milliseconds as whole minutes, rounded to the nearest. */
export function wholeMinutes(milliseconds) {
  return Math.round(milliseconds / MINUTE);
}

/** `late`, `early` or `on_time` for a drift in milliseconds (above zero is late); less than a minute is on time. */
export function driftSide(drift) {
  const minutes = wholeMinutes(drift ?? 0);
  return minutes > 0 ? 'late' : minutes < 0 ? 'early' : 'on_time';
}
