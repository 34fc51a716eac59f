import { type Failure, fail } from '../../contract/failure.ts';
import { isLinkTried, type LinkWait, type LinkWaitEnd, untilLinked } from '../until-linked.ts';

const away = fail('disconnected', 'session', 'The server is not connected.', 'Connect it to see what it does.').failure;

/** Waits until the link is up. `onWait` is told why it is not, with every change of that. Null when `signal` ended it. */
export async function waitForLink(
  wait: LinkWait,
  onWait: (failure: Failure, isRetried: boolean) => void,
  signal: AbortSignal,
): Promise<LinkWaitEnd | null> {
  const statuses = untilLinked(wait, signal);
  for (;;) {
    const step = await statuses.next();
    if (step.done === true) return step.value;
    const { state, failure } = step.value;
    if (state !== 'connected') onWait(failure ?? away, isLinkTried(state));
  }
}
