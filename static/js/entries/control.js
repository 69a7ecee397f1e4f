// The host's control, which goes on alone when the network dies.
import { openLivePage } from '../elements/live_page.js';
import { stayAwake } from '../elements/wake_lock.js';
import '../elements/host_offline.js';
import '../elements/not_heard.js';
import '../elements/role_choice.js';
import '../elements/round_lines.js';
import '../elements/shortcut_keys.js';
import '../elements/time_signals.js';

openLivePage();
stayAwake();
