// The table, as a participant sees it.
import { openLivePage } from '../elements/live_page.js';
import { loadAgainWhen } from '../elements/leaving.js';

const here = openLivePage();
loadAgainWhen(here, ({ person }) => person && person.group === null);
