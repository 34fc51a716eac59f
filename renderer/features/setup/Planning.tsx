import { formatDuration } from '../../lib/format.ts';
import { useNowText } from '../../lib/use-now.ts';
import { StateMark } from '../../ui/StateMark.tsx';

/** So long a look is nothing to talk about, seconds. */
const usualSeconds = 2;

/** Says that the server is looked at, and for how long when it takes its time. */
export function Planning({ sinceMs, hostName }: { readonly sinceMs: number; readonly hostName: string }) {
  const time = useNowText((nowMs) => {
    const seconds = (nowMs - sinceMs) / 1000;
    return seconds < usualSeconds ? '' : formatDuration(seconds);
  });
  return (
    <p className="setup-wait dim">
      <StateMark state="connecting" />
      <span role="status">Looking at what {hostName} has and what is missing. Nothing is changed by that.</span>
      <span className="faint num">{time}</span>
    </p>
  );
}
