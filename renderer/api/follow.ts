import type { PageClock } from './page-clock.ts';
import type { Session } from './session.ts';

/** Pause before a stream that ended is asked for again, milliseconds. */
const restartDelayMs = 2_000;

/** What is needed to follow a stream. */
export interface Following<T> {
  readonly session: Pick<Session, 'onOpen'>;
  readonly clock: PageClock;
  readonly open: (signal: AbortSignal) => AsyncIterable<T>;
  readonly onItem: (item: T) => void;
}

/** Follows a stream over lost channels and ended streams until the returned function is called. */
export function follow<T>({ session, clock, open, onItem }: Following<T>): () => void {
  let controller = new AbortController();
  let isStopped = false;
  let cancelRestart: () => void = () => undefined;

  const begin = () => {
    controller.abort();
    cancelRestart();
    controller = new AbortController();
    void run(controller.signal);
  };
  const run = async (signal: AbortSignal) => {
    try {
      for await (const item of open(signal)) {
        if (signal.aborted) return;
        onItem(item);
      }
    } catch {
      // A lost channel: the next one begins the stream again, and the session tells the user.
    }
    if (!isStopped && !signal.aborted) cancelRestart = clock.after(restartDelayMs, begin);
  };
  const unsubscribe = session.onOpen(begin);
  return () => {
    isStopped = true;
    unsubscribe();
    cancelRestart();
    controller.abort();
  };
}
