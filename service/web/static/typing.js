/** Results that follow the typing: an input is answered when it pauses, and at once on Enter. */

const PAUSE_MS = 220;

/** Call `act(text)` when the typing in `input` pauses; returns what calls it at once. */
export function onTyped(input, signal, act) {
  let waiting = null;
  const now = () => {
    clearTimeout(waiting);
    return signal.aborted ? undefined : act(input.value.trim());
  };
  const later = () => {
    clearTimeout(waiting);
    // one letter finds everything and nothing
    if (input.value.trim().length !== 1) waiting = setTimeout(now, PAUSE_MS);
  };
  // what an input method is still composing is not yet what one wants to find
  input.addEventListener("input", (event) => { if (!event.isComposing) later(); });
  input.addEventListener("compositionend", later);
  signal.addEventListener("abort", () => clearTimeout(waiting));
  return now;
}
