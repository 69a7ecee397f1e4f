// The table, as a participant sees it.
import { openLivePage } from '../elements/live_page.js';
import '../elements/host_lost.js';
import { loadAgainWhen } from '../elements/leaving.js';
import { listenToSetAside } from '../elements/set_aside.js';
import { listenToTakeUp } from '../elements/take_up.js';
import '../elements/time_signals.js';

const here = openLivePage();
listenToSetAside(document.body, here);
listenToTakeUp(document.body);
loadAgainWhen(here, ({ person }) => person && person.group === null);
