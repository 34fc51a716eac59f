import type { Result } from '../../../contract/failure.ts';
import type { Clock } from '../../ports.ts';
import type { SshConnection } from '../connection/connection.ts';
import type { LinkTimings } from '../timings.ts';

/** What a check after waking found. */
export type WakeVerdict =
  | { readonly kind: 'alive' }
  | { readonly kind: 'replaced'; readonly connection: SshConnection }
  | { readonly kind: 'gone' };

/**
 * Finds out whether a connection survived sleep or a change of network. A quick answer settles it. Without one a second
 * connection is dialled beside the first, and whichever answers first stays: a short patience alone kills good links, a
 * long one alone leaves the user waiting.
 */
export async function checkAfterWake(
  connection: SshConnection,
  attempt: (signal: AbortSignal) => Promise<Result<SshConnection>>,
  clock: Clock,
  timings: Pick<LinkTimings, 'wakeDoubtMs' | 'wakePatienceMs'>,
): Promise<WakeVerdict> {
  const answered = connection.probe().then((isAlive): WakeVerdict => ({ kind: isAlive ? 'alive' : 'gone' }));
  const quick = await within(answered, timings.wakeDoubtMs, clock);
  if (quick) return quick;
  const abort = new AbortController();
  const replaced = attempt(abort.signal).then((second): Promise<WakeVerdict> | WakeVerdict => {
    if (!second.ok) return answered;
    if (!abort.signal.aborted) return { kind: 'replaced', connection: second.value };
    void second.value.close();
    return answered;
  });
  const verdict = await within(Promise.race([answered, replaced]), timings.wakePatienceMs - timings.wakeDoubtMs, clock);
  if (verdict?.kind !== 'replaced') abort.abort();
  return verdict ?? { kind: 'gone' };
}

/** The value, or null when it takes longer than `limitMs`. */
function within<T>(value: Promise<T>, limitMs: number, clock: Clock): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const stopTimer = clock.after(limitMs, () => resolve(null));
    value.then(resolve, reject).finally(stopTimer);
  });
}
