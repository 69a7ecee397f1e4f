// The dial's drawing: strokes for the minutes, and one share that drives arc, mask and hand. Attributes only.

const NUMBERS = { sub: 0.00247, min: 0.00544, five: 0.01129 };
const STEP = 6;
let masks = 0;

/** Draw the parts of `clock` (an element with `part(name)`) in `state` from a reading and the strokes of its minutes. */
export function drawDial(clock, state, { fraction, beads }, marks) {
  const going = state === 'running' || state === 'last' || state === 'paused';
  prepareMask(clock);
  for (const [name, share] of Object.entries(NUMBERS)) {
    for (const circle of clock.querySelectorAll(`[data-part="${name}"]`)) drawStrokes(circle, marks[name], share, marks.length);
  }
  arc(clock.part('shown'), going ? fraction : 0);
  arc(clock.part('left'), going && state !== 'paused' ? fraction : 0);
  set(clock.part('hand'), 'transform', `rotate(${(360 * (1 - fraction)).toFixed(2)} 200 200)`);
  const held = clock.part('held');
  if (held) {
    set(held, 'pathLength', marks.length.toFixed(4));
    set(held, 'stroke-dasharray', `${marks.min / 2} ${marks.min / 2}`);
    set(held, 'stroke-dashoffset', marks.min / 4);
  }
  for (const lit of clock.querySelectorAll('[data-part="lit"]')) show(lit, going && fraction > 0);
  show(clock.querySelector('.rim'), going);
  show(clock.part('hand'), going);
  show(held, state === 'paused');
  show(clock.querySelector('.ghost'), !going);
  drawBeads(clock.part('beads'), beads);
}

// Each dial needs a mask of its own name: a page holds several.
function prepareMask(clock) {
  const mask = clock.part('mask');
  if (!mask || mask.id) return;
  mask.id = `left-${++masks}`;
  for (const lit of clock.querySelectorAll('[data-part="lit"]')) set(lit, 'mask', `url(#${mask.id})`);
}

// Strokes are counted from the end: the path begins half a stroke before the top and runs against the clock.
function drawStrokes(circle, distance, share, length) {
  const stroke = share * length;
  set(circle, 'pathLength', length.toFixed(4));
  set(circle, 'stroke-dasharray', `${stroke.toFixed(4)} ${Math.max(0, distance - stroke).toFixed(4)}`);
  set(circle, 'stroke-dashoffset', '0');
  set(circle, 'transform', `matrix(1 0 0 -1 0 400) rotate(${(-180 * share).toFixed(3)} 200 200)`);
}

// An arc of nothing would still leave a hairline at the top.
function arc(circle, fraction) {
  show(circle, fraction > 0);
  set(circle, 'stroke-dasharray', '1 2');
  set(circle, 'stroke-dashoffset', (fraction - 1).toFixed(5));
}

// One bead a minute beyond the time, the last one larger. The first bead of the template is the model.
function drawBeads(group, beads) {
  if (!group) return;
  const model = group.firstElementChild;
  while (group.childElementCount < beads) group.append(model.cloneNode(true));
  while (group.childElementCount > Math.max(1, beads)) group.lastElementChild.remove();
  [...group.children].forEach((bead, index) => {
    set(bead, 'transform', `rotate(${index * STEP} 200 200)`);
    set(bead, 'r', index === beads - 1 ? 10 : 8);
    show(bead, index < beads);
  });
}

function set(node, name, value) {
  if (node && node.getAttribute(name) !== String(value)) node.setAttribute(name, String(value));
}

function show(node, shown) {
  if (!node) return;
  if (shown) node.removeAttribute('display');
  else set(node, 'display', 'none');
}
