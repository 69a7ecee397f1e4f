// How a value is written in a template: data-text="group.ends" data-format="hour".

import { hour, wholeMinutes } from '../domain/times.js';

const page = () => document.documentElement.lang || 'fr';
const zone = () => document.querySelector('[data-timezone]')?.dataset.timezone || undefined;

const FORMATS = {
  hour: (value) => (typeof value === 'number' ? hour(value, page(), zone()) : ''),
  minutes: (value) => (typeof value === 'number' ? String(Math.abs(wholeMinutes(value))) : ''),
  count: (value) => String(Array.isArray(value) ? value.length : value ?? 0),
  list: (value) => new Intl.ListFormat(page()).format((value ?? []).map((one) => one?.name ?? String(one))),
};

/** The text of a value; nothing for what is missing. */
export function format(value, name) {
  const way = FORMATS[name];
  if (way) return way(value);
  return value === undefined || value === null ? '' : String(value);
}
