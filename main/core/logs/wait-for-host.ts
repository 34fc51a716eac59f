import type { Failure } from '../../contract/failure.ts';
import type { LogItem } from '../../contract/logs.ts';
import { isLinkTried, type LinkWait, untilLinked } from '../until-linked.ts';

/**
 * Waits until the link is up. Tells that it waits, and again when the link begins or ceases to be tried; `isTold` leaves the
 * first of it out. False when nobody waits any more, and when the profile is gone, which is told, or leads elsewhere.
 */
export async function* waitForHost(
  wait: LinkWait,
  failure: Failure,
  isTold: boolean,
  signal: AbortSignal,
): AsyncGenerator<LogItem, boolean, void> {
  let told = isTold ? isLinkTried(wait.host.link.status().state) : null;
  const statuses = untilLinked(wait, signal);
  for (;;) {
    const step = await statuses.next();
    if (step.done === true) {
      if (step.value?.type === 'failed') yield step.value;
      return step.value?.type === 'up';
    }
    const isRetried = isLinkTried(step.value.state);
    if (told !== isRetried) yield { type: 'waiting', failure: step.value.failure ?? failure, isRetried };
    told = isRetried;
  }
}
