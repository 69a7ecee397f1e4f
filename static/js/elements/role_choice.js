// <role-choice data-role="scribe">: one role of the person of this line (`item`), given or taken by its one button. The
// button says whether it is held, and asks for the whole set that follows.

import { offered, toggled } from '../domain/role_set.js';

class RoleChoice extends HTMLElement {
  update({ item, group, my }) {
    const button = this.querySelector('button');
    if (!item || !button) return;
    const { role } = this.dataset;
    this.hidden = !offered(item, role, group?.people ?? [], my?.id);
    button.dataset.valuePerson = item.id;
    button.dataset.valueRoles = toggled(item.roles, role).join(' ');
    button.setAttribute('aria-pressed', String(item.roles.includes(role)));
  }
}

customElements.define('role-choice', RoleChoice);
