// The host's control, which goes on alone when the network dies.
import { loadAgainWhen } from '../elements/leaving.js';
import { openLivePage } from '../elements/live_page.js';
import { stayAwake } from '../elements/wake_lock.js';
import '../elements/finish_on_time.js';
import '../elements/host_offline.js';
import '../elements/not_heard.js';
import '../elements/role_choice.js';
import '../elements/round_lines.js';
import '../elements/shortcut_keys.js';
import '../elements/time_signals.js';

const here = openLivePage();
// Somebody else leads now: this page becomes the table's.
loadAgainWhen(here, ({ my }) => my.here && !my.roles.host && !my.roles.facilitator);
stayAwake();
