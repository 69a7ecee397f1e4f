// Who has not been heard yet in this phase: for the eyes of the host alone. It lives as long as the page and the phase;
// nothing here is stored or sent, so that nobody can ever count who spoke. Pure.

const SPEAK_TO_THE_CLIENT = ['clarification', 'contract', 'suggestions'];
const SPOKEN = [...SPEAK_TO_THE_CLIENT, 'followup', 'framing', 'case_choice', 'learnings', 'plenary'];

/** What is known before anything was seen. */
export const NOBODY = { phase: null, tour: [], heard: [] };

/**
 * What is known once `group` is seen: a new phase forgets all, and whoever had the turn was heard when it went on.
 * `known` is {phase, tour, heard}; a tour that is closed before its end says nothing of those who waited.
 */
export function listen(known, group) {
  const phase = group?.phase ? `${group.round}/${group.phase.position}` : null;
  const tour = (group?.tour ?? []).map((one) => one.id);
  if (phase !== known.phase) return { phase, tour, heard: [] };
  return { phase, tour, heard: joined(known.heard, spoken(known.tour, tour)) };
}

/** The same, once the host ticked or unticked a person. */
export function tick(known, person) {
  const heard = known.heard.includes(person)
    ? known.heard.filter((one) => one !== person)
    : [...known.heard, person];
  return { ...known, heard };
}

/** Those who may speak in this phase, but for `me`, each with `heard`; nobody in a phase where people do not speak in turn. */
export function speakers(known, group, me) {
  const kind = group?.phase?.kind;
  if (!SPOKEN.includes(kind)) return [];
  return (group.people ?? [])
    .filter((one) => one.id !== me && speaks(one.roles, kind))
    .map(({ id, name }) => ({ id, name, heard: known.heard.includes(id) }));
}

// As the server makes the order of a tour.
function speaks(roles, kind) {
  if (roles.includes('client')) return !SPEAK_TO_THE_CLIENT.includes(kind);
  return kind === 'learnings' || roles.some((role) => role !== 'observer');
}

// Those at the head of the former tour who are not in the present one any more, when the rest follows unchanged.
function spoken(before, after) {
  const gone = before.length - after.length;
  if (gone < 1 || (after.length === 0 && before.length > 1)) return [];
  return before.slice(gone).every((one, index) => one === after[index]) ? before.slice(0, gone) : [];
}

function joined(some, more) {
  return [...some, ...more.filter((one) => !some.includes(one))];
}
