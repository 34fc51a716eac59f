import { Mailbox } from './mailbox.ts';

/**
 * What a listener is told, as a stream until `signal` aborts. A newer item takes the place of a waiting one of the same key, so
 * that a slow reader gets what is true by then.
 */
export async function* heard<T>(
  listen: (listener: (item: T) => void) => () => void,
  keyOf: (item: T) => string,
  signal: AbortSignal,
): AsyncGenerator<T, void, void> {
  if (signal.aborted) return;
  const mailbox = new Mailbox<T>(keyOf);
  const stop = listen((item) => mailbox.push(item));
  const onAbort = () => mailbox.close();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    yield* mailbox;
  } finally {
    signal.removeEventListener('abort', onAbort);
    stop();
  }
}
