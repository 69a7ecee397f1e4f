// A soft tone and a short vibration, made here: no file is fetched. A browser lets a page sound only after somebody
// pressed something in it; `unlock` is for that press.

const NOTES = { two_minutes: [659.25], end: [659.25, 523.25] };
const BUZZES = { two_minutes: [250], end: [350, 150, 350] };
const LOUD = 0.18;
const LASTS = 1.4;
const NEXT = 0.55;

let context = null;

/** Make sound possible from now on; call it while a press is handled. Harmless when it is, or cannot be. */
export function unlock() {
  const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext;
  if (!Context) return;
  context ??= new Context();
  if (context.state !== 'running') context.resume().catch(() => {}); // a phone call or a lock suspends it
}

/** Sound the tone of `mark` (two_minutes: one note, end: two); false where no press has made it possible. */
export function chime(mark) {
  if (context?.state !== 'running') return false;
  NOTES[mark].forEach((note, index) => sound(note, context.currentTime + index * NEXT));
  return true;
}

/** True where the device may vibrate; a laptop may say so and stay still. */
export function canBuzz() {
  return typeof navigator.vibrate === 'function';
}

/** Vibrate for `mark`; not before the first press, which browsers forbid and complain about. */
export function buzz(mark) {
  if (canBuzz() && navigator.userActivation?.hasBeenActive !== false) navigator.vibrate(BUZZES[mark]);
}

// A note and its fifth above, fainter: struck softly, dying away like a bowl.
function sound(note, at) {
  for (const [times, share] of [[1, 1], [1.5, 0.3]]) {
    const voice = context.createOscillator();
    const gain = context.createGain();
    voice.frequency.value = note * times;
    gain.gain.setValueAtTime(0.0001, at);
    gain.gain.exponentialRampToValueAtTime(LOUD * share, at + 0.04);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + LASTS);
    voice.connect(gain).connect(context.destination);
    voice.start(at);
    voice.stop(at + LASTS);
  }
}
