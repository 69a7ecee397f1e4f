// « Tenir 16 h 30 »: what the server proposes, as its template reads it. Pure.

/** What the template reads of the server's answer: the tables that would change, in minutes, and what accepting sends. */
export function shown({ at, tables = [] } = {}) {
  const changing = tables
    .filter((table) => table.changes || table.lacking)
    .map((table) => ({
      ...table,
      lacking: Math.ceil(table.lacking / table.minute),
      lines: table.lines.filter((line) => line.before !== line.after).map((line) => inMinutes(line, table.minute)),
    }));
  const asked = changing.filter((table) => table.changes);
  return {
    at,
    changing: changing.length ? together(changing) : null,
    groups: asked.map((table) => table.group).join(' '),
    steps: JSON.stringify(Object.fromEntries(asked.map((table) => [table.group, table.step]))),
  };
}

// Tables that would change in the same way are one line: a room that began late reads it once.
function together(changing) {
  const alike = new Map();
  for (const table of changing) {
    const key = JSON.stringify([table.lines, table.meets, table.lacking]);
    const known = alike.get(key);
    alike.set(key, known ? { ...known, name: `${known.name}, ${table.name}` } : table);
  }
  return [...alike.values()];
}

function inMinutes(line, minute) {
  return { ...line, before: Math.round(line.before / minute), after: Math.round(line.after / minute) };
}
