// The list of phases on the pilot's board: a proposal that never takes the place of what the pilot chose.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openPage, show } from './page.mjs';

openPage();
await import('../../static/js/elements/next_target.js');
const TARGETS = ['framing', 'exposition', 'contract'];
const at = (position) => ({ conductors: { lanes: [{ status: 'running', phase: {}, position }], targets: TARGETS } });

function board() {
  const root = show(`<div><form class="begin"></form><form class="bring"><next-target><select>
    <option value="framing"></option><option value="exposition"></option><option value="contract"></option>
    </select></next-target></form></div>`);
  const list = root.querySelector('select');
  return {
    root,
    list,
    target: root.querySelector('next-target'),
    saved: (form) => root.querySelector(form).dispatchEvent(new CustomEvent('saved', { bubbles: true })),
    submit: () => root.querySelector('.bring').dispatchEvent(new Event('submit', { bubbles: true })),
    choose(value) {
      list.value = value;
      list.dispatchEvent(new Event('change', { bubbles: true }));
    },
  };
}

test('it proposes what comes next, and follows the tables', () => {
  const { list, target } = board();
  target.update(at(0));
  assert.equal(list.value, 'exposition');
  target.update(at(1));
  assert.equal(list.value, 'contract');
});

test('what the pilot chose stands when another act is answered meanwhile', () => {
  const { list, target, choose, saved } = board();
  target.update(at(0));
  choose('contract');
  saved('.begin');
  target.update(at(0));
  assert.equal(list.value, 'contract');
});

test('a choice that is pressed while the last one is still on its way was not asked for, and stands', () => {
  const { root, list, target, choose, saved, submit } = board();
  choose('exposition');
  submit();
  root.querySelector('.bring').dataset.state = 'waiting';
  choose('contract');
  submit();
  saved('.bring');
  target.update(at(0));
  assert.equal(list.value, 'contract');
});

test('once the tables were asked for it, the next one is proposed again, unless another was chosen since', () => {
  const { list, target, choose, saved, submit } = board();
  choose('exposition');
  submit();
  choose('framing');
  saved('.bring');
  target.update(at(1));
  assert.equal(list.value, 'framing');
  submit();
  saved('.bring');
  target.update(at(1));
  assert.equal(list.value, 'contract');
});
