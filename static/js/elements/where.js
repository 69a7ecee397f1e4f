// Which table or tables an act is for, the step its author saw, and on a shared device who else of it acts.

import { isForWorkshop, isSteering } from '../live/commands.js';

/**
 * `{group, step}` or `{groups, steps}` for a command asked from `node`:
 * data-group="id" names one table; data-groups="ticked" the ticked boxes `input[data-pick]`, "all" every lane of the
 * pilot's board, or ids apart by spaces; without either it is the person's own table. data-as="seat" is another person
 * of this device, who has just said it: the server checks that the seat is the device's.
 */
export function whereOf(node, name, data) {
  if (isForWorkshop(name)) return {};
  const many = node.closest('[data-groups]')?.dataset.groups;
  const lanes = data.conductors?.lanes ?? [];
  if (many) {
    const ids = many === 'all' ? lanes.map((lane) => lane.group.id) : many === 'ticked' ? ticked() : many.split(' ');
    const steps = Object.fromEntries(ids.map((id) => [id, stepOf(id, data)]).filter(([, step]) => step !== undefined));
    return { groups: ids, ...(isSteering(name) && { steps }) };
  }
  const group = node.closest('[data-group]')?.dataset.group ?? data.group?.group?.id;
  const step = isSteering(name) ? stepOf(group, data) : undefined;
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
