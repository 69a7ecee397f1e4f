// data-each="path" data-key="id": one clone of the first <template> for each item. A node follows its key: it is moved
// and redrawn, never made again, so focus and half-typed words stay. With data-alone="path path" an item reads nothing but
// itself and these paths: it is drawn again only when one of them changed, which a board of sixty tables needs.

import { readPath } from '../domain/paths.js';
import { bind } from './binder.js';
import { inUse } from './in_use.js';

const AT_ONCE = 12;

export class BoundList {
  #entries = new Map();
  #data = null;

  constructor(node, born) {
    this.node = node;
    this.born = born;
    this.template = [...node.children].find((child) => child.localName === 'template');
    if (!this.template) throw new SyntaxError(`data-each="${node.dataset.each}" needs a <template>`);
  }

  update = (data) => {
    this.#data = data;
    let room = this.node.dataset.alone === undefined ? Infinity : AT_ONCE;
    const items = readPath(data, this.node.dataset.each) ?? [];
    const wanted = new Map(items.map((item, index) => [this.#key(item, index), item]));
    for (const [key, entry] of this.#entries) if (!wanted.has(key)) this.#remove(key, entry);
    let index = 0;
    let after = this.template;
    for (const [key, item] of wanted) {
      const entry = this.#entries.get(key) ?? (room-- > 0 ? this.#add(key) : null);
      if (!entry) continue;
      const here = { ...data, item, index: index++ };
      if (after.nextElementSibling !== entry.nodes[0]) after.after(...entry.nodes);
      after = entry.nodes.at(-1);
      if (this.#changed(entry, here)) entry.redraw.forEach((redraw) => redraw(here));
      if (entry.fresh) entry.nodes.forEach((node) => this.born(node, here));
      entry.fresh = false;
    }
    if (room < 0) setTimeout(() => this.update(this.#data)); // the rest in tasks of their own: the page answers meanwhile
  };

  // What is in use keeps its looks until it is left: it is drawn at each redraw until then, and once more after.
  #changed(entry, here) {
    const { alone } = this.node.dataset;
    if (alone === undefined) return true;
    const drawn = JSON.stringify([here.item, ...alone.split(' ').map((path) => readPath(here, path))]);
    const used = entry.nodes.some((node) => node.contains(document.activeElement) || inUse(node));
    const same = drawn === entry.drawn && !used && !entry.used;
    Object.assign(entry, { drawn, used });
    return !same;
  }

  #key(item, index) {
    const name = this.node.dataset.key;
    return name ? String(readPath(item, name) ?? index) : `${index}:${typeof item === 'object' ? '' : item}`;
  }

  #add(key) {
    const clone = document.importNode(this.template.content, true);
    const nodes = [...clone.children];
    const entry = { nodes, redraw: nodes.map((node) => bind(node, this.born)), fresh: true };
    this.#entries.set(key, entry);
    return entry;
  }

  #remove(key, entry) {
    if (entry.nodes.some(inUse)) return; // gone with the next redraw after the field was left
    entry.nodes.forEach((node) => node.remove());
    this.#entries.delete(key);
  }
}
