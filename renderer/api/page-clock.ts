/** Time as the page sees it; tests lend one they can move. */
export interface PageClock {
  /** Wall clock, epoch milliseconds. */
  nowMs(): number;
  /** Runs `action` once after `delayMs`; the returned function calls it off. */
  after(delayMs: number, action: () => void): () => void;
}

/** The clock of the browser. */
export const browserClock: PageClock = {
  nowMs: () => Date.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
