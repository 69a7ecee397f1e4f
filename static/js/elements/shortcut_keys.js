// <shortcut-keys>: one key for an act that the page offers, a sheet that lists them, and how to switch them off.
//
// A control says its own key: data-shortcut="n", and data-shortcut-says where its words change with the phase; how it
// is pressed is in shortcuts.js. A list with data-walk is walked by j and k, arrows and numbers; keys on its items are
// those of the item one stands on. Parts: on (the switch), last (lines stand before it); [data-where="selector"] shows where the page has that.

import { keyOf, numbered, stepped } from '../domain/keys.js';
import * as kept from '../live/kept.js';
import { visibleText } from './page_title.js';
import { FIELD, isOffered, itemOf, keysOf, press, shortcuts, stopOf } from './shortcuts.js';

const OFF = 'shortcuts_off';
const SHEET = '?';
const STEPS = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

class ShortcutKeys extends HTMLElement {
  #item = null;
  #number = null;

  connectedCallback() {
    const box = this.querySelector('[data-part="on"]');
    box.checked = !kept.read(OFF);
    box.addEventListener('change', () => {
      kept.write(OFF, !box.checked);
      this.update();
    });
    document.addEventListener('keydown', this);
    document.addEventListener('click', this);
    document.addEventListener('focusin', this);
  }

  disconnectedCallback() {
    for (const type of ['keydown', 'click', 'focusin']) document.removeEventListener(type, this);
  }

  handleEvent(event) {
    if (event.type === 'focusin') this.#item = itemOf(event.target) ?? this.#item;
    else if (event.type === 'click') event.target.closest(`[data-opens="#${this.#sheet.id}"]`) && this.#list();
    else if (!event.defaultPrevented && this.#listens(event.target) && this.#pressed(event)) event.preventDefault();
  }

  /** Say the keys to those who hear the page; called by the binder, for a list may have grown. */
  update() {
    const on = !kept.read(OFF);
    for (const node of shortcuts()) {
      const letters = keysOf(node).filter((key) => /^[a-z]$/.test(key)).join(' ');
      if (on && letters) node.setAttribute('aria-keyshortcuts', letters);
      else node.removeAttribute('aria-keyshortcuts');
    }
  }

  get #sheet() {
    return this.querySelector('dialog');
  }

  // Whoever writes, chooses in a list or reads a dialog has all keys for that.
  #listens(target) {
    return !kept.read(OFF) && !target.closest?.(`${FIELD}, [contenteditable]`) && !document.querySelector('dialog[open]');
  }

  #pressed(event) {
    const key = keyOf(event);
    if (key === null) return false;
    if (this.#walk(key, event.target)) return true;
    const found = key === SHEET ? null : this.#find(key);
    if (key !== SHEET && !found) return false;
    if (event.repeat) return true; // a key held down acts once
    if (found) press(found);
    else this.#open();
    return true;
  }

  #walk(key, from) {
    const list = document.querySelector('[data-walk]');
    const items = list ? [...list.children].filter((one) => stopOf(one)) : [];
    const arrow = key.startsWith('Arrow');
    // Arrows scroll the page, and turn a choice; they walk for who stands in the list already.
    if (!items.length || (arrow && (!list.contains(from) || from.matches('[type=radio]')))) return false;
    let at = -1;
    if (/^\d$/.test(key)) {
      const number = numbered(this.#number, Number(key), performance.now(), items.length);
      this.#number = { number, at: performance.now() };
      at = number - 1;
    } else if (STEPS[key]) at = stepped(items.indexOf(this.#item), STEPS[key], items.length);
    stopOf(items[at])?.focus();
    return at >= 0;
  }

  #find(key) {
    return shortcuts().find((node) => {
      const item = itemOf(node);
      return keysOf(node).includes(key) && (item === null || item === this.#item) && isOffered(node);
    });
  }

  #open() {
    this.#list();
    this.#sheet.showModal();
  }

  // What the page offers, also what it does not offer in this very phase: one line for each key.
  #list() {
    const lines = new Map();
    for (const node of shortcuts()) {
      const says = node.dataset.shortcutSays ?? visibleText(node.labels?.[0] ?? node);
      for (const key of keysOf(node)) lines.set(key, (lines.get(key) ?? new Set()).add(says));
    }
    this.querySelectorAll('[data-line]').forEach((line) => line.remove());
    for (const [key, says] of lines) {
      const line = document.importNode(this.querySelector('template').content, true);
      line.querySelector('kbd').textContent = key.replace('-', '\u2212');
      line.querySelector('dd').textContent = [...says].join(' / ');
      this.querySelector('[data-part="last"]').before(line);
    }
    for (const part of this.querySelectorAll('[data-where]')) part.hidden = !document.querySelector(part.dataset.where);
  }
}

customElements.define('shortcut-keys', ShortcutKeys);
