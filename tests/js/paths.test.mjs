import assert from 'node:assert/strict';
import test from 'node:test';
import { holds, readPath } from '../../static/js/domain/paths.js';

const data = {
  group: { status: 'paused', phase: { kind: 'contract' }, requests: [], people: [{ id: 'p1' }], client: null, n: 0 },
  my: { roles: { host: true }, view: 'host' },
};

test('a path reads own properties only and forgives what is missing', () => {
  assert.equal(readPath(data, 'group.phase.kind'), 'contract');
  assert.equal(readPath(data, 'group.people.length'), 1);
  assert.equal(readPath(data, 'group.client.name'), undefined);
  assert.equal(readPath(data, 'nothing.at.all'), undefined);
  assert.equal(readPath(data, 'group.constructor.name'), undefined);
  assert.equal(readPath(data, '__proto__'), undefined);
});

for (const [expression, expected] of [
  ['group.phase', true],
  ['!group.client', true],
  ['group.requests', false],
  ['!group.requests', true],
  ['group.n', false],
  ['group.status=paused', true],
  ['group.status=running|paused', true],
  ['group.status=running', false],
  ['group.status!=running', true],
  ['group.status!=running|paused', false],
  ['group.phase.kind=contract & my.view=host', true],
  ['group.phase.kind=contract & !my.roles.host', false],
  ['group.phase.kind = contract', true],
  ['group.client.id=', true],
  ['', true],
]) {
  test(`"${expression}" is ${expected}`, () => assert.equal(holds(expression, data), expected));
}

test('a condition that is none is refused, not guessed', () => {
  assert.throws(() => holds('a || b', {}), SyntaxError);
  assert.throws(() => holds('alert(1)', {}), SyntaxError);
});
