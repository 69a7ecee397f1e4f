import assert from 'node:assert/strict';
import test, { beforeEach, mock } from 'node:test';
import { openPage } from './page.mjs';

openPage();
const { Drafts } = await import('../../static/js/live/drafts.js');
beforeEach(() => localStorage.clear());

test('a draft is kept within 300 ms of the key, not at each key', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const drafts = new Drafts('w1:p1');
    drafts.note('f', 'a');
    mock.timers.tick(200);
    drafts.note('f', 'ab');
    mock.timers.tick(99);
    assert.equal(new Drafts('w1:p1').read('f'), 'ab', 'typing on must not put the saving off');
  } finally {
    mock.timers.reset();
  }
});

test('leaving saves at once; another person, or workshop, has none', () => {
  const drafts = new Drafts('w1:p1');
  drafts.note('f', 'half a sen');
  assert.equal(new Drafts('w1:p1').read('f'), null);
  drafts.save();
  assert.equal(new Drafts('w1:p1').read('f'), 'half a sen');
  assert.equal(new Drafts('w1:p2').read('f'), null);
  assert.equal(new Drafts('w2:p1').read('f'), null);
});

test('an acknowledged draft goes, unless somebody wrote on', () => {
  const drafts = new Drafts('w1:p1');
  drafts.note('f', 'sent and more');
  assert.equal(drafts.forget('f', 'sent'), false);
  assert.equal(drafts.read('f'), 'sent and more');
  assert.equal(drafts.forget('f', 'sent and more'), true);
  drafts.save();
  assert.equal(new Drafts('w1:p1').read('f'), null);
  assert.equal(drafts.forget('g', 'never kept'), true);
});

test('an emptied field leaves nothing behind', () => {
  const drafts = new Drafts('w1:p1');
  drafts.note('f', 'x');
  drafts.save();
  drafts.note('f', '');
  drafts.save();
  assert.equal(localStorage.length, 0);
});

test('a day later a draft is gone', () => {
  let now = 1e12;
  const drafts = new Drafts('w1:p1', { now: () => now });
  drafts.note('f', 'x');
  drafts.save();
  now += 25 * 3_600_000;
  assert.equal(new Drafts('w1:p1', { now: () => now }).read('f'), null);
});

test('on a shared device nothing is written down', () => {
  const drafts = new Drafts('w1:shared', { lasting: false });
  drafts.note('f', 'private');
  drafts.save();
  assert.equal(drafts.read('f'), 'private');
  assert.equal(localStorage.length, 0);
});

test('a damaged draft is forgotten', () => {
  localStorage.setItem('tablee:draft:w1:p1:f', '{"text": "half');
  assert.equal(new Drafts('w1:p1').read('f'), null);
});
