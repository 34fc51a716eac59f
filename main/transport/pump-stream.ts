import type { Credit } from './credit.ts';

/**
 * Takes items from `source` and sends them, one for every credit, until the source ends or the signal aborts.
 * An abort returns the source at once, so that its `finally` runs even while it waits for credit.
 */
export async function pumpStream(
  source: AsyncIterable<unknown>,
  credit: Credit,
  signal: AbortSignal,
  send: (item: unknown) => void,
): Promise<void> {
  const iterator = source[Symbol.asyncIterator]();
  let isReturned = false;
  const giveBack = async () => {
    if (isReturned) return;
    isReturned = true;
    await iterator.return?.();
  };
  // What a source throws while it is being ended after an abort interests nobody.
  const onAbort = () => void giveBack().catch(() => undefined);
  signal.addEventListener('abort', onAbort);
  try {
    while (await credit.take()) {
      const next = await iterator.next();
      if (signal.aborted) return;
      if (next.done === true) {
        isReturned = true;
        return;
      }
      send(next.value);
    }
  } catch (error) {
    await giveBack();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
