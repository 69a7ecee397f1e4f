// Focus never moves by itself. Only when the control that had it is gone does it go to the heading, so that the keyboard
// and the voice do not fall back to the top of the page.

/** Redraw, then put focus right if the redraw took its place away. */
export function keepingFocus(redraw) {
  const held = document.activeElement;
  redraw();
  if (!held || held === document.body || held === document.documentElement || !isGone(held)) return;
  const heading = [...document.querySelectorAll('main h1, h1')].find((one) => !one.closest('[hidden]'));
  if (!heading) return;
  if (!heading.hasAttribute('tabindex')) heading.setAttribute('tabindex', '-1');
  heading.focus({ preventScroll: true });
}

function isGone(node) {
  return !node.isConnected || Boolean(node.closest('[hidden]')) || node.disabled === true;
}
