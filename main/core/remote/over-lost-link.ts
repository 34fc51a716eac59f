import { type Result, succeed } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { Clock } from '../ports.ts';
import type { Link } from '../ssh/link.ts';
import { pause } from '../streams/pause.ts';
import { unlessAborted } from '../streams/unless-aborted.ts';

/** Somebody shuts a laptop over lunch. */
const patienceMs = 3_600_000;
/** The link tells a moment later than its channels that it is gone. */
const settleMs = 2000;
/** Times in a row that a link may go away before anything was done over it. */
const mostTries = 10;
const waitTitle = 'Waiting for the link';

/** How something long is done over a link that may go away. */
export interface OverLostLink {
  readonly link: Pick<Link, 'status' | 'whenConnected'>;
  readonly clock: Clock;
  readonly onStep: (step: OperationStep) => void;
  /** An abort rejects with its reason, also during the wait. */
  readonly signal: AbortSignal;
}

/** Waits until the link is up; `onWait` is told with which words when it is not. An abort rejects with its reason. */
export async function waitForLink(
  { link, signal }: Pick<OverLostLink, 'link' | 'signal'>,
  onWait: (title: string) => void,
): Promise<Result<unknown>> {
  if (link.status().state === 'connected') return succeed(null);
  onWait(waitTitle);
  return unlessAborted(link.whenConnected(patienceMs), signal);
}

/**
 * Does something again that a lost link kept from being begun, once the link is back. `action` may answer `link-lost` only
 * where nothing was changed: as a look does, and an operation that never began.
 */
export async function overLostLink<T>(over: OverLostLink, action: () => Promise<Result<T>>): Promise<Result<T>> {
  const { clock, onStep, signal } = over;
  const tell = (state: OperationStep['state']) =>
    onStep({ stage: 'session', state, title: waitTitle, atMs: clock.nowMs() });
  for (let triesLeft = mostTries; ; triesLeft -= 1) {
    const outcome = await action();
    if (outcome.ok || outcome.failure.kind !== 'link-lost' || triesLeft === 0) return outcome;
    await pause(clock, settleMs, signal);
    signal.throwIfAborted();
    let isTold = false;
    const up = await waitForLink(over, () => {
      isTold = true;
      tell('started');
    });
    if (isTold) tell(up.ok ? 'done' : 'undone');
    if (!up.ok) return up;
  }
}
