import type { PageClock } from '../../api/page-clock.ts';
import type { Visibility } from './host-watch.ts';

/** A page that is hidden for so long is not looked at; one that is hidden for a moment is, milliseconds. */
const awayAfterMs = 30_000;

/** Tells whether somebody looks, and calls the listener whenever that changes. */
export function keepSeen(
  { isVisible, onVisible }: Visibility,
  { after }: PageClock,
  listener: () => void,
): () => boolean {
  let isSeen = isVisible();
  let cancel: () => void = () => undefined;
  const set = (value: boolean) => {
    if (value === isSeen) return;
    isSeen = value;
    listener();
  };
  onVisible(() => {
    cancel();
    if (isVisible()) set(true);
    else cancel = after(awayAfterMs, () => set(false));
  });
  return () => isSeen;
}
