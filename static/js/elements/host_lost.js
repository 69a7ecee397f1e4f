// <host-lost>: says that the host's line is lost, to whoever may lead meanwhile: the deputy where there is one, else
// anybody who helps. Heartbeats say which tables have lost theirs; what it says stands in the template.

import { mayLead } from '../domain/relay.js';
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

customElements.define('host-lost', HostLost);
