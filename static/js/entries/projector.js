// The wall of the room.
import { openLivePage } from '../elements/live_page.js';
import { stayAwake } from '../elements/wake_lock.js';
import '../elements/wall_time.js';

openLivePage();
stayAwake();
