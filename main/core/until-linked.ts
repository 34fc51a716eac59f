import type { Failure, Result } from '../contract/failure.ts';
import type { HostStatus, LinkState } from '../contract/hosts.ts';
import type { Host } from './host.ts';
import type { Clock } from './ports.ts';
import type { Link } from './ssh/link.ts';

/** A link that was dropped tells nothing any more, so it is looked at times whether the profile still has it. */
const lookAgainMs = 30_000;

/** Whose link is waited for. */
export interface LinkWait {
  readonly host: Host;
  /** The host of the same profile as it counts now; connects nothing. */
  readonly lookUp: () => Promise<Result<Host>>;
  readonly clock: Clock;
}

/** How a wait is over: the link is up, the profile leads elsewhere, or it is gone. */
export type LinkWaitEnd =
  | { readonly type: 'up' }
  | { readonly type: 'moved' }
  | { readonly type: 'failed'; readonly failure: Failure };

/** Whether a link that is not up is brought up by itself. */
export const isLinkTried = (state: LinkState): boolean => state !== 'failed' && state !== 'disconnected';

/**
 * Waits until the link is up, however long it takes, and connects nothing. Tells how the link is, first and whenever it is in
 * another state; the last one told is `connected`. Null when `signal` ended it.
 */
export async function* untilLinked(
  { host: { link }, lookUp, clock }: LinkWait,
  signal: AbortSignal,
): AsyncGenerator<HostStatus, LinkWaitEnd | null, void> {
  while (!signal.aborted) {
    const known = await lookUp();
    if (signal.aborted) return null;
    if (!known.ok) return { type: 'failed', failure: known.failure };
    if (known.value.link !== link) return { type: 'moved' };
    const status = link.status();
    yield status;
    if (status.state === 'connected') return { type: 'up' };
    await leaves(link, status.state, clock, signal);
  }
  return null;
}

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
