import { useState } from 'react';
import { formatDuration } from '../lib/format.ts';
import { useNowText } from '../lib/use-now.ts';
import { StateMark } from './StateMark.tsx';

interface WaitingProps {
  /** What is waited for. */
  readonly words: string;
  /** When it began, epoch milliseconds; left out, when this is first shown. */
  readonly sinceMs?: number;
}

/** So long a wait is nothing to talk about, seconds. */
const usualSeconds = 2;

/** Says what is waited for, and for how long when it takes its time. */
export function Waiting({ words, sinceMs }: WaitingProps) {
  const [shownMs] = useState(() => Date.now());
  const time = useNowText((nowMs) => {
    const seconds = (nowMs - (sinceMs ?? shownMs)) / 1000;
    return seconds < usualSeconds ? '' : formatDuration(seconds);
  });
  return (
    <p className="waiting dim">
      <StateMark state="connecting" />
      <span role="status">{words}</span>
      <span className="faint num">{time}</span>
    </p>
  );
}
