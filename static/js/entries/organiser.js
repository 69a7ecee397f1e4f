// The organiser's pages: they work without any script; these make them kinder.

import '../elements/plan_check.js';
import '../elements/print_page.js';
import '../elements/rehearsal_watch.js';
import { listenToSmallActs } from '../elements/small_acts.js';

listenToSmallActs(document.body);
