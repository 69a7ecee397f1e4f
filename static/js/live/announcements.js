// What is worth saying aloud: a new step, two minutes left, the end. Nothing else; never a tick. Pure.

const TWO_MINUTES = 120_000;
const SHORTEST_WORTH_IT = 3 * 60_000;

/**
 * What to say when the screen goes from `before` to `after`, each {step, position, kind, status, left, planned} or null.
 * Gives "step", "paused", "two_minutes", "end" or null. The first sight of a screen says nothing: it is being read.
 */
export function worthSaying(before, after) {
  if (!before || !after) return null;
  if (after.status !== before.status && after.status === 'paused') return 'paused';
  if (after.status !== before.status && after.status === 'closed') return 'closed';
  if (after.position !== before.position && after.kind) return 'step';
  if (after.status === 'paused' || before.left === null || after.left === null) return null;
  if (before.left > 0 && after.left <= 0) return 'end';
  const long = after.planned >= SHORTEST_WORTH_IT;
  if (long && before.left > TWO_MINUTES && after.left <= TWO_MINUTES && after.left > 0) return 'two_minutes';
  return null;
}
