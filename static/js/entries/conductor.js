// The pilot's board.
import { openLivePage } from '../elements/live_page.js';
import { stayAwake } from '../elements/wake_lock.js';
import '../elements/board_pace.js';
import '../elements/finish_on_time.js';
import '../elements/lane_presence.js';
import '../elements/lane_track.js';
import '../elements/next_target.js';
import '../elements/pick_tables.js';
import '../elements/shortcut_keys.js';
import '../elements/wall_time.js';

openLivePage();
stayAwake();
