import { follow } from '../../../api/follow.ts';
import type { PageClock } from '../../../api/page-clock.ts';
import type { Session } from '../../../api/session.ts';
import type { Visibility } from '../host-watch.ts';

/** The page's own visibility, and nobody looks while the desktop says that the user is away: asleep or locked. */
export function withPresence(visibility: Visibility, session: Session, clock: PageClock): Visibility {
  const listeners = new Set<() => void>();
  let isAway = false;
  follow({
    session,
    clock,
    open: (signal) => session.client.shell.presence({}, { signal }),
    onItem: (presence) => {
      if (presence.isAway === isAway) return;
      isAway = presence.isAway;
      for (const listener of listeners) listener();
    },
  });
  return {
    isVisible: () => !isAway && visibility.isVisible(),
    onVisible(listener) {
      listeners.add(listener);
      const stop = visibility.onVisible(listener);
      return () => {
        listeners.delete(listener);
        stop();
      };
    },
  };
}
