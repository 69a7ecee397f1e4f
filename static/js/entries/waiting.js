// The waiting room, until one sits at a table.
import { openLivePage } from '../elements/live_page.js';
import { loadAgainWhen } from '../elements/leaving.js';

const here = openLivePage();
loadAgainWhen(here, ({ person, my }) => Boolean(person?.group) || my.here);
