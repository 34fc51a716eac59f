import { useState } from 'react';
import { formatDuration } from '../../lib/format.ts';
import { useNow } from '../../lib/use-now.ts';

/** So long a look is nothing to talk about, seconds. */
const usualSeconds = 2;

/** Says that the server is searched, and for how long when it takes its time. */
export function Looking() {
  const nowMs = useNow();
  const [startedAtMs] = useState(() => Date.now());
  const seconds = (nowMs - startedAtMs) / 1000;
  return (
    <p className="cleanup-wait dim">
      <span role="status">Looking for what was left behind…</span>
      {seconds >= usualSeconds && (
        <span className="faint num">
          {' '}
          {formatDuration(seconds)}. Adding up large folders and looking for work in no commit takes its time.
        </span>
      )}
    </p>
  );
}
