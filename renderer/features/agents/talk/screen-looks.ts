import type { Session } from '../../../../main/contract/session-words.ts';
import type { PageClock } from '../../../api/page-clock.ts';

/** What tells that a screen may have changed. */
export type ScreenSign = Pick<Session, 'state' | 'activeAtMs'>;

/** When the screen of a session is read again. */
export interface ScreenLooks {
  /** What its host tells of it now; null while the host cannot be asked. */
  tell(sign: ScreenSign | null): void;
  /** Somebody looks at the page, or nobody any more. */
  see(isSeen: boolean): void;
  end(): void;
}

interface ScreenLooksParts {
  readonly clock: PageClock;
  readonly isSeen: boolean;
  readonly look: () => void;
}

/** What only prints is read no more often than this, milliseconds. */
const lookEveryMs = 2_500;

/**
 * Reads a screen once, and again when its program printed something or does something else: at once for another state, else
 * not too often. While nobody sees the page nothing is read.
 */
export function createScreenLooks({ clock, isSeen: isSeenAtFirst, look }: ScreenLooksParts): ScreenLooks {
  let isSeen = isSeenAtFirst;
  let told: ScreenSign | null = null;
  let read: ScreenSign | null = null;
  let readAtMs = 0;
  let callOff = () => {};
  const lookNow = () => {
    read = told;
    readAtMs = clock.nowMs();
    look();
  };
  const consider = () => {
    callOff();
    if (told === null || !isSeen) return;
    if (read !== null && read.state === told.state && read.activeAtMs === told.activeAtMs) return;
    const waitMs = read === null || read.state !== told.state ? 0 : readAtMs + lookEveryMs - clock.nowMs();
    if (waitMs <= 0) lookNow();
    else callOff = clock.after(waitMs, lookNow);
  };
  return {
    tell(sign) {
      told = sign;
      // After the link was away, nothing that was read is known to stand there still.
      if (sign === null) read = null;
      consider();
    },
    see(seen) {
      isSeen = seen;
      consider();
    },
    end: () => callOff(),
  };
}
