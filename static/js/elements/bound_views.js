// <section data-views> with <template data-view="expression">: the first that holds is cloned into the section, and
// nothing is redrawn while it holds. When another one holds and somebody is in the middle of a sentence, that form stays
// below the new view, alone, until it is sent, emptied or left; when its own view comes back, it is simply whole again.

import { holds } from '../domain/paths.js';
import { bind } from './binder.js';
import { inUse, sentenceIn } from './in_use.js';

const NOTHING = { template: null, nodes: [], redraw: [], hidden: [] };

export class BoundViews {
  #shown = NOTHING;
  #kept = null;

  constructor(node, born) {
    this.node = node;
    this.born = born;
    this.templates = [...node.children].filter((child) => child.matches('template[data-view]'));
  }

  update = (data) => {
    if (this.#kept && !this.#kept.nodes.some(inUse)) {
      this.#kept.nodes.forEach((node) => node.remove());
      this.#kept = null;
    }
    const next = this.templates.find((template) => holds(template.dataset.view, data)) ?? null;
    if (next === this.#shown.template) this.#shown.redraw.forEach((redraw) => redraw(data));
    else if (next && next === this.#kept?.template) this.#takeBack(data);
    else this.#show(next, data);
  };

  #show(template, data) {
    const former = this.#shown;
    const nodes = template ? [...document.importNode(template.content, true).children] : [];
    const redraw = nodes.map((node) => bind(node, this.born));
    this.#shown = { template, nodes, redraw, hidden: [] };
    // The templates come first, then the view, then what is kept of a former one.
    this.templates.at(-1)?.after(...nodes);
    redraw.forEach((one) => one(data));
    nodes.forEach((node) => this.born(node, data));
    this.#leave(former);
  }

  #leave(view) {
    const sentence = view.nodes.map(sentenceIn).find(Boolean);
    if (!sentence) return view.nodes.forEach((node) => node.remove());
    for (const node of view.nodes) {
      hideAround(node, sentence, view.hidden);
      node.dataset.kept = ''; // the page takes its light from the view that is shown
    }
    this.#kept = view;
    sentence.scrollIntoView?.({ block: 'nearest' });
    return undefined;
  }

  #takeBack(data) {
    const former = this.#shown;
    this.#shown = this.#kept;
    this.#kept = null;
    this.#shown.hidden.splice(0).forEach((node) => (node.hidden = false));
    this.#shown.nodes.forEach((node) => delete node.dataset.kept);
    this.#shown.redraw.forEach((redraw) => redraw(data));
    this.#leave(former);
  }
}

function hideAround(node, sentence, hidden) {
  if (node === sentence) return;
  if (node.contains(sentence)) for (const child of node.children) hideAround(child, sentence, hidden);
  else if (!node.hidden && node.localName !== 'template') {
    node.hidden = true;
    hidden.push(node);
  }
}
