// The page loads itself again when what it was made with has changed.
import assert from 'node:assert/strict';
import test from 'node:test';
import { openPage } from './page.mjs';

openPage('');
const { loadAgainWhenReshaped } = await import('../../static/js/elements/leaving.js');

// A screen that tells `data`, and counts how often drafts were kept for a page that is about to go.
function screenOf(data) {
  const store = Object.assign(new EventTarget(), { server: () => data });
  const here = { store, kept: 0, drafts: { save: () => (here.kept += 1) }, tell: () => store.dispatchEvent(new Event('change')) };
  return here;
}

test('a format that was changed before the start has other positions than the page', () => {
  const data = { group: { shape: 'abc' }, hosts: { shape: 'abc' }, person: {} };
  const here = screenOf(data);
  loadAgainWhenReshaped(here, 'abc');
  here.tell();
  assert.equal(here.kept, 0);
  data.hosts = { shape: 'def' };
  here.tell();
  assert.equal(here.kept, 1);
});

test('a page without positions, or a server that tells none, stays', () => {
  const bare = screenOf({ group: { shape: 'abc' } });
  loadAgainWhenReshaped(bare, undefined);
  bare.tell();
  const older = screenOf({ group: {}, conductors: null });
  loadAgainWhenReshaped(older, 'abc');
  older.tell();
  assert.deepEqual([bare.kept, older.kept], [0, 0]);
});
