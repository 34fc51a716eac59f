import { type Failure, fail, type Result } from '../../contract/failure.ts';
import type { LinkState } from '../../contract/hosts.ts';
import type { Host } from '../host.ts';
import type { Clock } from '../ports.ts';
import type { Link } from '../ssh/link.ts';
import type { WatchEnd } from './viewer.ts';

/** A link that was dropped tells nothing any more, so now and then it is looked whether the profile still has it. */
const lookAgainMs = 30_000;

/** Whether a link that is not up is brought up by itself. */
const isTried = (state: LinkState): boolean => state !== 'failed' && state !== 'disconnected';

/** Whose link is waited for. */
export interface LinkWait {
  readonly host: Host;
  /** The host of the same profile as it counts now; connects nothing. */
  readonly lookUp: () => Promise<Result<Host>>;
  readonly clock: Clock;
}

/**
 * Waits until the link is up, however long it takes, and connects nothing. `onWait` is told why it is not, with every change
 * of that. Ends before when the profile is gone or leads elsewhere, and with `signal`, which is null.
 */
export async function waitForLink(
  { host: { link }, lookUp, clock }: LinkWait,
  onWait: (failure: Failure, isRetried: boolean) => void,
  signal: AbortSignal,
): Promise<'up' | WatchEnd | null> {
  while (!signal.aborted) {
    const known = await lookUp();
    if (signal.aborted) return null;
    if (!known.ok) return { type: 'failed', failure: known.failure };
    if (known.value.link !== link) return { type: 'moved' };
    const { state, failure } = link.status();
    if (state === 'connected') return 'up';
    onWait(failure ?? away, isTried(state));
    await leaves(link, state, clock, signal);
  }
  return null;
}

const away = fail('disconnected', 'session', 'The server is not connected.', 'Connect it to see what it does.').failure;

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
