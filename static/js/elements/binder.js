// Ties the attributes of a template to a snapshot. Words and tags are the template's; this writes text and attributes only.
//
//   data-text="path" [data-format="hour|minutes|count"]   data-show="expression"   data-attr="name:path; name2:path2"
//   data-field="path" (a text field's value)   data-checked="expression"
//   data-each="path" data-key="id" (bound_list.js)   data-views (bound_views.js)   any custom element with update(data)

import { holds, readPath } from '../domain/paths.js';
import { format } from './formats.js';
import { inUse, told } from './in_use.js';
import { BoundList } from './bound_list.js';
import { BoundViews } from './bound_views.js';

const ALLOWED = /^(data-[\w-]+|aria-[\w-]+|value|disabled|open|title|alt|lang)$/;
const FLAGS = new Set(['disabled', 'open']);

/** Bind `root` and all below it; returns how to redraw: `(data) => void`. `born` is told of each clone. */
export function bind(root, born = () => {}) {
  const updates = [];
  const nodes = root.nodeType === Node.ELEMENT_NODE ? [root, ...root.querySelectorAll('*')] : root.querySelectorAll('*');
  for (const node of nodes) bindNode(node, updates, born);
  return (data) => updates.forEach((update) => update(data));
}

function bindNode(node, updates, born) {
  const { text, show, attr, field, checked, each } = node.dataset;
  if (attr) updates.push(...attr.split(';').filter((part) => part.trim()).map((part) => boundAttribute(node, part)));
  if (text) updates.push((data) => setText(node, format(readPath(data, text), node.dataset.format)));
  if (show) updates.push((data) => setShown(node, holds(show, data)));
  if (field) updates.push(boundField(node, field));
  if (checked) updates.push(boundChoice(node, checked));
  if (each) updates.push(new BoundList(node, born).update);
  if ('views' in node.dataset) updates.push(new BoundViews(node, born).update);
  if (node.localName.includes('-')) updates.push((data) => node.update?.(data));
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

function setShown(node, shown) {
  if (shown) node.hidden = false;
  else if (!inUse(node)) node.hidden = true;
}

function boundAttribute(node, part) {
  const [name, expression] = part.split(/:(.*)/s).map((word) => word.trim());
  if (!ALLOWED.test(name) || !expression) throw new SyntaxError(`data-attr may not set ${part.trim()}`);
  const isPath = /^[\w.-]+$/.test(expression);
  return (data) => {
    const value = isPath ? readPath(data, expression) : holds(expression, data);
    if (FLAGS.has(name)) node.toggleAttribute(name, Boolean(value));
    else if (value === undefined || value === null || (value === false && !name.startsWith('aria-'))) {
      node.removeAttribute(name);
    } else if (node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
  };
}

// The server's words enter a field only where nobody has written others.
function boundField(node, path) {
  told.set(node, node.defaultValue ?? '');
  return (data) => {
    const words = String(readPath(data, path) ?? '');
    const untouched = node.value === told.get(node);
    if (untouched && document.activeElement !== node && node.value !== words) node.value = words;
    if (node.value === words) told.set(node, words);
  };
}

// A choice follows the server when the server changes its mind, not at each snapshot: somebody may just have chosen.
function boundChoice(node, expression) {
  let last;
  return (data) => {
    const chosen = holds(expression, data);
    if (chosen !== last) node.checked = chosen;
    last = chosen;
  };
}
