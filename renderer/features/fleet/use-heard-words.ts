import { formatDuration } from '../../lib/format.ts';
import { useNowText } from '../../lib/use-now.ts';

/** When a server was heard last, and whether that is longer ago than it should be. */
export interface HeardWords {
  /** Empty when it was never heard. */
  readonly words: string;
  readonly isLate: boolean;
}

/** A link that is up is heard at least this often. */
const lateMs = 15_000;

/** "now" for a link that is heard as usual, so that nothing ticks while all is well. */
export function useHeardWords(heardAtMs: number | null, isLinked: boolean): HeardWords {
  const words = useNowText((nowMs) => {
    if (heardAtMs === null) return '';
    const agoMs = nowMs - heardAtMs;
    return isLinked && agoMs <= lateMs ? 'now' : `${formatDuration(agoMs / 1000)} ago`;
  });
  return { words, isLate: isLinked && words !== 'now' && words !== '' };
}
