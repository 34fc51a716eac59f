import type { Failure } from '../../contract/failure.ts';
import type { LinkState } from '../../contract/hosts.ts';
import type { LogItem } from '../../contract/logs.ts';
import type { Clock } from '../ports.ts';
import type { Link } from '../ssh/link.ts';
import type { LogHost } from './follow-log.ts';

/** A link that was dropped tells nothing any more, so now and then it is looked whether the profile still has it. */
const lookAgainMs = 30_000;

/**
 * Waits until the link is up, however long it takes, and connects nothing. Tells that it waits, and again when the link
 * begins or ceases to be tried; `isTold` leaves the first of it out. False when nobody waits any more, and when the profile
 * is gone or leads elsewhere.
 */
export async function* waitForHost(
  { host, lookUp, clock }: LogHost,
  failure: Failure,
  isTold: boolean,
  signal: AbortSignal,
): AsyncGenerator<LogItem, boolean, void> {
  let told = isTold ? isTried(host.link.status().state) : null;
  while (!signal.aborted) {
    const known = await lookUp();
    if (!known.ok) {
      yield { type: 'failed', failure: known.failure };
      return false;
    }
    if (known.value.link !== host.link) return false;
    const { state, failure: why } = host.link.status();
    if (told !== isTried(state)) {
      told = isTried(state);
      yield { type: 'waiting', failure: why ?? failure, isRetried: told };
    }
    if (state === 'connected') return true;
    await leaves(host.link, state, clock, signal);
  }
  return false;
}

const isTried = (state: LinkState) => state !== 'failed' && state !== 'disconnected';

/** Resolves when the link is in another state than this one, after half a minute, or with the abort. */
function leaves(link: Link, state: LinkState, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      stopListening();
      stopTimer();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const look = () => {
      if (signal.aborted || link.status().state !== state) end();
    };
    const stopListening = link.onDidChangeStatus(look);
    const stopTimer = clock.after(lookAgainMs, end);
    signal.addEventListener('abort', end, { once: true });
    look();
  });
}
