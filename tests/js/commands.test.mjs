import assert from 'node:assert/strict';
import test from 'node:test';
import * as commands from '../../static/js/live/commands.js';

const camel = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

test('every command has its function, named after it', () => {
  for (const name of Object.keys(commands.COMMANDS)) {
    assert.equal(typeof commands[camel(name)], 'function', name);
    assert.equal(commands[camel(name)]({}, { group: 'g1' }).command, name);
  }
});

test('ids are 128 random bits each', () => {
  const ids = new Set(Array.from({ length: 500 }, commands.freshId));
  assert.equal(ids.size, 500);
  for (const id of ids) assert.match(id, /^[0-9a-f]{32}$/);
});

test('unknown names are unknown', () => {
  assert.equal(commands.maker('constructor'), undefined);
  assert.equal(commands.maker('ring_phase'), undefined);
});
