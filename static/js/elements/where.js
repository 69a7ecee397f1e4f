// Which table or tables an act is for, the step its author saw, and on a shared device who else of it acts.

import { isForWorkshop, isSteering } from '../live/commands.js';

/**
 * `{group, step}` or `{groups, steps}` for a command asked from `node`:
 * data-group="id" names one table; data-groups="ticked" the ticked boxes `input[data-pick]`, "all" every lane of the
 * pilot's board, or ids apart by spaces; without either it is the person's own table. data-as="seat" is another person
 * of this device, who has just said it: the server checks that the seat is the device's. data-steps holds the steps that
 * a proposal was made for, where they are not the present ones.
 */
export function whereOf(node, name, data) {
  if (isForWorkshop(name)) return {};
  const many = node.closest('[data-groups]')?.dataset.groups;
  const lanes = data.conductors?.lanes ?? [];
  if (many) {
    const ids = many === 'all' ? lanes.filter((lane) => !lane.shut).map((lane) => lane.group.id) : many === 'ticked' ? ticked() : many.split(' ');
    const seen = node.closest('[data-steps]')?.dataset.steps;
    if (seen) return { groups: ids, steps: JSON.parse(seen) };
    const steps = Object.fromEntries(ids.map((id) => [id, stepOf(id, data)]).filter(([, step]) => step !== undefined));
    return { groups: ids, ...(isSteering(name) && { steps }) };
  }
  const group = node.closest('[data-group]')?.dataset.group ?? data.group?.group?.id;
  const seen = node.closest('[data-steps]')?.dataset.steps;
  const step = seen ? JSON.parse(seen)[group] : isSteering(name) ? stepOf(group, data) : undefined;
  const as = node.closest('[data-as]')?.dataset.as;
  return { group, ...(step !== undefined && { step }), ...(as && { as }) };
}

function stepOf(group, data) {
  if (data.group?.group?.id === group) return data.group.step;
  return data.conductors?.lanes?.find((lane) => lane.group.id === group)?.step;
}

function ticked() {
  const boxes = document.querySelectorAll('input[type=checkbox][data-pick]:checked');
  return [...boxes].map((box) => box.dataset.pick || box.value);
}
