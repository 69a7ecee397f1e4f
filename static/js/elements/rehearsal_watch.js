// <rehearsal-watch data-watch="address">: asks now and then whether the rehearsal is done, and then shows the page anew.

const PAUSE = 2000;

class RehearsalWatch extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => this.ask(), PAUSE);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  async ask() {
    try {
      const answer = await fetch(this.dataset.watch, { headers: { Accept: 'application/json' } });
      const { state } = await answer.json();
      if (state !== 'running') window.location.reload();
    } catch {
      // The network is away for a moment: the next question will do.
    }
  }
}

customElements.define('rehearsal-watch', RehearsalWatch);
