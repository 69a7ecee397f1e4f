// Does a plan hold before its end? Pure; hours are text as fields give them, "14:30".

/** Minutes that remain before the end, below zero when the plan goes beyond; NaN while a field cannot be read. */
export function minutesLeft(start, end, minutes, reserve) {
  const needed = minutes.reduce((sum, one) => sum + one, 0) + reserve;
  return sinceMidnight(end) - sinceMidnight(start) - needed;
}

/** `exact`, `left`, `over`, `order` (the end stands before the start), or `unknown` while a field cannot be read. */
export function verdict(start, end, left) {
  if (sinceMidnight(end) <= sinceMidnight(start)) return 'order';
  if (Number.isNaN(left)) return 'unknown';
  if (left === 0) return 'exact';
  return left > 0 ? 'left' : 'over';
}

function sinceMidnight(text) {
  const [hours, minutes] = text.split(':').map(Number);
  return hours * 60 + minutes;
}
