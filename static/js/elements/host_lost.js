// <host-lost>: says that the host's line is lost, to whoever may lead meanwhile: the deputy where there is one, else
// anybody who helps. Heartbeats say which tables have lost theirs; what it says stands in the template.

import { screen } from '../live/screen.js';

class HostLost extends HTMLElement {
  #lost = [];
  #data = null;

  connectedCallback() {
    screen()?.connection.addEventListener('heartbeat', this);
  }

  disconnectedCallback() {
    screen()?.connection.removeEventListener('heartbeat', this);
  }

  handleEvent({ detail }) {
    this.#lost = detail?.lost ?? [];
    this.draw();
  }

  /** Take what the snapshots say; called by the binder. */
  update(data) {
    this.#data = data;
    this.draw();
  }

  draw() {
    const { group, my } = this.#data ?? {};
    this.hidden = !group || !this.#lost.includes(group.group.id) || !mayLead(group, my);
  }
}

/** True for the deputy, or where there is none for everybody at the table who does not lead it and is not its client. */
export function mayLead(group, my) {
  if (!my?.here || !my.can?.take_over_table || my.roles.host || my.roles.facilitator) return false;
  return group.deputy ? Boolean(my.roles.deputy) : true;
}

if (globalThis.customElements) customElements.define('host-lost', HostLost);
