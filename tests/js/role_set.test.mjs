// Roles are a set, given and taken one by one.
import assert from 'node:assert/strict';
import test, { before } from 'node:test';
import { openPage } from './page.mjs';
import { offered, toggled } from '../../static/js/domain/role_set.js';

const person = (id, ...roles) => ({ id, roles });

test('giving and taking a role leaves the others', () => {
  assert.deepEqual(toggled(['consultant'], 'scribe'), ['consultant', 'scribe']);
  assert.deepEqual(toggled(['consultant', 'scribe'], 'timekeeper'), ['consultant', 'scribe', 'timekeeper']);
  assert.deepEqual(toggled(['consultant', 'scribe'], 'scribe'), ['consultant']);
  assert.deepEqual(toggled(['host'], 'scribe'), ['host', 'scribe']);
  assert.deepEqual(toggled(['host'], 'host'), ['consultant'], 'who does nothing else helps');
});

test('an observer does not help, and helps again afterwards', () => {
  assert.deepEqual(toggled(['consultant'], 'observer'), ['observer']);
  assert.deepEqual(toggled(['consultant', 'timekeeper'], 'observer'), ['timekeeper', 'observer']);
  assert.deepEqual(toggled(['observer'], 'observer'), ['consultant']);
});

test('the role of the client is never given nor taken', () => {
  assert.deepEqual(toggled(['client'], 'timekeeper'), ['timekeeper']);
  assert.deepEqual(toggled(['client', 'timekeeper'], 'timekeeper'), ['consultant']);
  for (const role of ['host', 'facilitator', 'observer']) assert.equal(offered(person('c', 'client'), role, [], 'h'), false);
  assert.equal(offered(person('c', 'client'), 'timekeeper', [], 'h'), true);
});

test('the last one who leads goes on leading', () => {
  const [lucie, paul] = [person('h', 'host'), person('p', 'consultant')];
  assert.equal(offered(lucie, 'host', [lucie, paul], 'h'), false);
  assert.equal(offered(lucie, 'observer', [lucie, paul], 'h'), false);
  assert.equal(offered(lucie, 'scribe', [lucie, paul], 'h'), true);
  assert.equal(offered(paul, 'host', [lucie, paul], 'h'), true);
  assert.equal(offered(lucie, 'host', [lucie, person('p', 'host')], 'h'), true);
});

openPage('<role-choice data-role="scribe"><form data-command="change_roles"><button>Prend les notes</button></form></role-choice>');
before(() => import('../../static/js/elements/role_choice.js'));

test('the button says what is held and asks for the whole set', () => {
  const element = document.querySelector('role-choice');
  const button = element.querySelector('button');
  element.update({ item: person('p', 'consultant'), group: { people: [] }, my: { id: 'h' } });
  assert.deepEqual({ ...button.dataset }, { valuePerson: 'p', valueRoles: 'consultant scribe' });
  assert.equal(button.getAttribute('aria-pressed'), 'false');
  element.update({ item: person('p', 'consultant', 'scribe'), group: { people: [] }, my: { id: 'h' } });
  assert.equal(button.dataset.valueRoles, 'consultant');
  assert.equal(button.getAttribute('aria-pressed'), 'true');
});
