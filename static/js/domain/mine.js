// What a screen knows of the person before it: roles, view and rights. Pure.

const TABLE_ORDER = ['client', 'scribe', 'consultant', 'observer', 'host', 'facilitator'];
const OF_THE_ROOM = ['conductor', 'projector'];
const HOST_ORDER = ['host', 'facilitator', ...TABLE_ORDER];

/**
 * `my` for a template: `{id, name, roles, view, can, here, asked, supports, kept, suggestions, written, keeps, cases, others}`.
 * `roles` and `can` are objects of true, so that `my.can.advance_phase` reads well. `view` is the one role a screen is
 * drawn for: on the host's screens the host comes first, at the table the client, then whoever takes the notes.
 */
export function mine(data, seat) {
  const people = data.group?.people ?? [];
  const me = people.find((person) => person.id === seat.person);
  const held = me?.roles ?? data.person?.roles ?? [];
  // What a person does at the table changes while the page stands; only the roles of the room come with the page.
  const roles = asFlags([...held, ...(seat.roles ?? []).filter((role) => OF_THE_ROOM.includes(role))]);
  const order = seat.screen === 'control' ? HOST_ORDER : TABLE_ORDER;
  const first = order.find((role) => roles[role]);
  const can = data.group?.can ?? {};
  return {
    id: seat.person,
    name: me?.name ?? data.person?.name ?? '',
    roles,
    view: first === 'facilitator' ? 'host' : first ?? 'observer',
    can: asFlags(Object.keys(roles).flatMap((role) => can[role] ?? [])),
    here: Boolean(me),
    asked: (data.group?.requests ?? []).some((person) => person.id === seat.person),
    supports: (data.group?.supporters ?? []).includes(me?.name),
    ...ofTheTable(data, seat.person),
  };
}

// What the table shows, seen by this person: their kept ideas, each suggestion with their own verdict, the table's cases.
function ofTheTable(data, person) {
  const verdicts = data.person?.verdicts ?? {};
  const here = new Set((data.group?.people ?? []).map((one) => one.id));
  return {
    kept: (data.person?.ideas ?? []).filter((idea) => idea.status === 'kept'),
    suggestions: (data.group?.suggestions ?? []).map((one) => ({ ...one, verdict: verdicts[one.id] ?? 'none' })),
    written: (data.group?.suggestions ?? []).filter((one) => one.author?.id === person || one.writer === person),
    keeps: (data.group?.suggestions ?? []).filter((one) => verdicts[one.id] === 'keep'),
    cases: (data.room?.cases ?? []).filter((one) => here.has(one.author?.id)),
    others: (data.person?.seats ?? []).filter((one) => one.person !== person),
  };
}

/** A list of words as an object of true. */
export function asFlags(words) {
  return Object.fromEntries(words.map((word) => [word, true]));
}
