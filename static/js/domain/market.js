// The market of cases as one person sees it. Pure.

/**
 * What stands to be chosen: `{market, cases, elsewhere, offers, proposes, second, untaken}`.
 *
 * `market` is every case that was shown and not told yet, each with the table where it is (`table`, null for none yet),
 * `here` (at this person's table), `mine`, `open` (one may sit there), `choice` (first, second or none), and `wish`: what
 * pressing its button asks for. `cases` are those at one's own table, `elsewhere` the others; `offers`: one's own
 * is among them. `proposes`: one may propose or reword one's case, for nobody else is the client here. `second` is the
 * table of the second choice once the first one's is full. `untaken`: one's case was not told, and no round is to come.
 */
export function market(data, person) {
  const tables = new Map((data.room?.tables ?? []).map((table) => [table.id, table]));
  const mine = data.group?.group?.id ?? data.person?.group ?? null;
  const stands = (data.room?.cases ?? []).filter((one) => !one.told);
  const wish = stillStanding(data.person?.wish, stands);
  const all = stands.map((one) => {
    const table = tables.get(one.group) ?? null;
    return {
      ...one,
      table,
      here: table !== null && table.id === mine,
      mine: one.author?.id === person,
      open: table !== null && table.id !== mine && !table.full,
      choice: one.id === wish.first ? 'first' : one.id === wish.second ? 'second' : '',
      wish: wished(one.id, wish),
    };
  });
  const at = (choice) => all.find((one) => one.choice === choice);
  const second = at('first')?.table?.full && !at('first').here && at('second')?.open ? at('second').table : null;
  return {
    market: all,
    cases: all.filter((one) => one.here),
    elsewhere: all.filter((one) => !one.here),
    offers: all.some((one) => one.mine),
    proposes: !data.group?.client || data.group.client.id === person,
    second,
    untaken: isUntaken(data),
  };
}

// A case that was withdrawn, or is told, is no choice any more.
function stillStanding(wish, stands) {
  const [first = '', second = ''] = [wish?.first, wish?.second].filter((id) => stands.some((one) => one.id === id));
  return { first, second };
}

// The first press is the first choice, the next one the second; pressing a choice again takes it back.
function wished(id, { first, second }) {
  if (id === first) return { first: second, second: '' };
  if (id === second) return { first, second: '' };
  return first ? { first, second: id } : { first: id, second: '' };
}

function isUntaken({ room, group, person }) {
  if (!person?.case || person.case.told) return false;
  const another = (group?.timetable ?? []).some((line) => line.kind === 'exposition' && line.when === 'next');
  return room?.status === 'closed' || (group?.status === 'closed' && !another);
}
