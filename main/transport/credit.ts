/** How many items a stream may still send before the consumer has taken some. */
export class Credit {
  readonly #signal: AbortSignal;
  readonly #window: number;
  #left: number;
  #wake: () => void = () => undefined;

  constructor(signal: AbortSignal, window: number) {
    this.#signal = signal;
    this.#window = window;
    this.#left = window;
    signal.addEventListener('abort', () => this.#wake(), { once: true });
  }

  /** The consumer took `count` items; a client that gives too much gains nothing. */
  add(count: number): void {
    this.#left = Math.min(this.#window, this.#left + count);
    this.#wake();
  }

  /** Takes one, waiting for it if needed; false once the signal is aborted. */
  async take(): Promise<boolean> {
    while (this.#left === 0 && !this.#signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    if (this.#signal.aborted) return false;
    this.#left -= 1;
    return true;
  }
}
