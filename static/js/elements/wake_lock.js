// Keeps the screen on where the browser can (a secure context): for hosts, the pilot and the wall.

/** Ask now, and again each time the page is seen; refused or unknown, nothing happens. */
export function stayAwake() {
  const ask = () => {
    if (document.visibilityState === 'visible') navigator.wakeLock?.request('screen').catch(() => {});
  };
  document.addEventListener('visibilitychange', ask);
  ask();
}
