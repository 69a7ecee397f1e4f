// <not-heard>: who has not spoken yet in this phase, for the host alone. The names are buttons: pressed once heard. What
// is pressed lives in this page only: no form, no command, no storage.

import { listen, NOBODY, speakers, tick } from '../domain/heard.js';

class NotHeard extends HTMLElement {
  #known = NOBODY;
  #data = null;

  connectedCallback() {
    this.addEventListener('click', ({ target }) => {
      const person = target.closest('button[data-person]')?.dataset.person;
      if (!person) return;
      this.#known = tick(this.#known, person);
      this.#draw();
    });
  }

  update(data) {
    this.#data = data;
    this.#known = listen(this.#known, data.group);
    this.#draw();
  }

  #draw() {
    const { group, my } = this.#data;
    const people = speakers(this.#known, group, my?.id);
    const list = this.querySelector('[data-part="people"]');
    const template = list.querySelector('template');
    this.hidden = people.length === 0;
    const kept = new Map([...list.querySelectorAll('button')].map((one) => [one.dataset.person, one]));
    for (const [id, button] of kept) if (!people.some((one) => one.id === id)) button.closest('li').remove();
    for (const { id, name, heard } of people) {
      const button = kept.get(id) ?? this.#add(list, template, id);
      button.querySelector('[data-part="name"]').textContent = name;
      button.setAttribute('aria-pressed', String(heard));
    }
  }

  #add(list, template, person) {
    const line = document.importNode(template.content, true).querySelector('li');
    list.append(line);
    const button = line.querySelector('button');
    button.dataset.person = person;
    return button;
  }
}

customElements.define('not-heard', NotHeard);
