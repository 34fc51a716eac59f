import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks until the answer is neither null nor false, for things that send no event (another program's port, a
 * control group that empties). Throws after `deadlineMs` naming what was waited for.
 */
export async function poll<T>(
  what: string,
  ask: () => Promise<T | null | false> | T | null | false,
  deadlineMs = 20_000,
  intervalMs = 10,
): Promise<T> {
  const endAtMs = performance.now() + deadlineMs;
  for (;;) {
    const answer = await ask();
    if (answer !== null && answer !== false) return answer;
    if (performance.now() > endAtMs) throw new Error(`Waited ${deadlineMs} ms in vain for ${what}`);
    await sleep(intervalMs);
  }
}
