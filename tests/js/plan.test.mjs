// Does a plan hold before its end?

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { minutesLeft, verdict } from '../../static/js/domain/plan.js';

const says = (start, end, minutes, reserve = 0) => verdict(start, end, minutesLeft(start, end, minutes, reserve));

test('exactly, with minutes to spare, or beyond', () => {
  assert.equal(says('14:00', '16:30', [100, 45], 5), 'exact');
  assert.equal(says('14:00', '16:30', [100, 30], 5), 'left');
  assert.equal(minutesLeft('14:00', '16:30', [100, 30], 5), 15);
  assert.equal(says('14:00', '16:30', [100, 46], 5), 'over');
  assert.equal(minutesLeft('14:00', '16:30', [100, 46], 5), -1);
});

test('an end before the start is said as such, and a field that cannot be read says nothing', () => {
  assert.equal(says('16:30', '14:00', [10]), 'order');
  assert.equal(says('14:00', '14:00', [10]), 'order');
  assert.equal(says('14:00', '16:30', [10, NaN]), 'unknown');
  assert.equal(says('', '16:30', [10]), 'unknown');
});
