// Who may lead a table while its host is away. Pure.

/** True for the deputy, or where there is none for everybody at the table who does not lead it and is not its client. */
export function mayLead(group, my) {
  if (!my?.here || !my.can?.take_over_table || my.roles.host || my.roles.facilitator) return false;
  return group.deputy ? Boolean(my.roles.deputy) : true;
}
