// Roles are a set: what a person's roles become when one is given or taken. Pure.

const LEAD = ['host', 'facilitator'];
const NOT_FOR_THE_CLIENT = [...LEAD, 'observer'];

/**
 * The roles to ask for when `role` is given to, or taken from, somebody who holds `held`. The client's own role is never
 * among them: only the client gives it. An observer does not help; who does nothing else helps.
 */
export function toggled(held, role) {
  const without = held.filter((one) => one !== role && one !== 'client' && !(role === 'observer' && one === 'consultant'));
  const wanted = held.includes(role) ? without : [...without, role];
  return wanted.length ? wanted : ['consultant'];
}

/** True when giving or taking this role makes sense: a client leads nobody, and the last one who leads goes on. */
export function offered(person, role, people, me) {
  if (person.roles.includes('client') && NOT_FOR_THE_CLIENT.includes(role)) return false;
  const lead = people.filter((one) => one.roles.some((held) => LEAD.includes(held)));
  const last = lead.length === 1 && lead[0].id === person.id && person.id === me;
  return !(last && person.roles.includes(role) && LEAD.includes(role)) && !(last && role === 'observer');
}
