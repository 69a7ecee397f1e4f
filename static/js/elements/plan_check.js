// <plan-check> in a form that plans minutes: says at each keystroke their total, and whether the chosen format holds
// before the fixed end. The sentences stand in the template; the server asks again.

import { minutesLeft, verdict } from '../domain/plan.js';

class PlanCheck extends HTMLElement {
  connectedCallback() {
    this.form = this.closest('form');
    this.form.addEventListener('input', this);
    this.handleEvent();
  }

  disconnectedCallback() {
    this.form.removeEventListener('input', this);
  }

  handleEvent() {
    const fields = this.form.elements;
    const chosen = this.form.querySelector(`[data-format="${CSS.escape(fields.format.value)}"]`);
    const minutes = [...(chosen?.querySelectorAll('[data-minutes]') ?? [])].map((input) => input.valueAsNumber);
    const left = minutesLeft(fields.start.value, fields.end.value, minutes, Number(chosen?.dataset.reserve ?? 0));
    const total = minutes.reduce((sum, one) => sum + one, 0);
    for (const number of this.querySelectorAll('[data-total]')) number.textContent = Number.isNaN(total) ? '?' : String(total);
    const says = verdict(fields.start.value, fields.end.value, left);
    for (const line of this.querySelectorAll('[data-says]')) {
      line.hidden = line.dataset.says !== says;
      for (const number of line.querySelectorAll('[data-number]')) number.textContent = String(Math.abs(left));
    }
  }
}

customElements.define('plan-check', PlanCheck);
