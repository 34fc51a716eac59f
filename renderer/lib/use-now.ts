import { useSyncExternalStore } from 'react';

/** One clock for the whole page, so that two countdowns of the same thing never show different seconds. */
const listeners = new Set<() => void>();
let nowMs = Date.now();
let timer: ReturnType<typeof setInterval> | null = null;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === null) {
    nowMs = Date.now();
    timer = setInterval(() => {
      nowMs = Date.now();
      for (const tell of listeners) tell();
    }, 1_000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/** The wall clock, epoch milliseconds, read again every second while somebody uses it. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => nowMs);
}

/** Words that depend on the wall clock; whoever shows them is drawn again only when the words change. */
export function useNowText(words: (atMs: number) => string): string {
  return useSyncExternalStore(subscribe, () => words(nowMs));
}
