import type { Clock } from '../../ports.ts';
import type { LinkTimings } from '../timings.ts';

/** What the heartbeat asks of a connection. */
export interface HeartbeatTarget {
  /** When the last byte came, epoch milliseconds. */
  lastHeardAtMs(): number;
  /** Sends one question that any SSH server answers. */
  ask(): void;
  /** Nothing was heard for too long. */
  onSilent(): void;
}

/**
 * Asks at every beat, and calls a host gone once so many beats in a row passed without a byte. It counts beats and not
 * milliseconds: after the machine slept hours may have passed with a healthy link.
 */
export function startHeartbeat(
  target: HeartbeatTarget,
  clock: Clock,
  timings: Pick<LinkTimings, 'heartbeatMs' | 'missedHeartbeatCount'>,
): () => void {
  let heardAtLastBeatMs = target.lastHeardAtMs();
  let missedCount = 0;
  let stopTimer = () => {};
  const beat = () => {
    const heardAtMs = target.lastHeardAtMs();
    // Not "later than": the clock may have been set back meanwhile.
    missedCount = heardAtMs !== heardAtLastBeatMs ? 0 : missedCount + 1;
    heardAtLastBeatMs = heardAtMs;
    if (missedCount > timings.missedHeartbeatCount) {
      target.onSilent();
      return;
    }
    target.ask();
    stopTimer = clock.after(timings.heartbeatMs, beat);
  };
  target.ask();
  stopTimer = clock.after(timings.heartbeatMs, beat);
  return () => stopTimer();
}
