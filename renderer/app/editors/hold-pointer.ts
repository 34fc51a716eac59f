/**
 * Keeps a pressed pointer from the frames of editors until it is let go, also where it is quicker than the hand that holds it: a
 * frame of another origin takes whatever happens above it, even while an element of the page has captured the pointer.
 */
export function holdPointer(): void {
  const { dataset } = document.documentElement;
  dataset.pointerHeld = '';
  const controller = new AbortController();
  const release = () => {
    controller.abort();
    delete dataset.pointerHeld;
  };
  window.addEventListener('pointerup', release, { signal: controller.signal });
  window.addEventListener('pointercancel', release, { signal: controller.signal });
}
