import { useEffect, useMemo } from 'react';
import type { PageClock } from '../../../api/page-clock.ts';
import { createScreenLooks, type ScreenSign } from './screen-looks.ts';

const isPageSeen = () => document.visibilityState === 'visible';

/** Reads the screen of a session while it is shown and the page is seen; `look` stays the same as long as the session does. */
export function useScreenLooks(clock: PageClock, look: () => void, sign: ScreenSign | null): void {
  const looks = useMemo(() => createScreenLooks({ clock, isSeen: isPageSeen(), look }), [clock, look]);
  useEffect(() => {
    const see = () => looks.see(isPageSeen());
    document.addEventListener('visibilitychange', see);
    see();
    return () => {
      document.removeEventListener('visibilitychange', see);
      looks.end();
    };
  }, [looks]);
  const state = sign?.state ?? null;
  const activeAtMs = sign?.activeAtMs ?? null;
  useEffect(() => looks.tell(state === null ? null : { state, activeAtMs }), [looks, state, activeAtMs]);
}
