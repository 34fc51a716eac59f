/**
 * A queue between callbacks and one async reader. With `keyOf`, a newer value replaces a waiting one of the same
 * key, so that a slow reader gets the latest states instead of a growing backlog.
 */
export class Mailbox<T> implements AsyncIterable<T> {
  readonly #keyOf: ((value: T) => string) | null;
  readonly #waiting: T[] = [];
  #isClosed = false;
  #wake: () => void = () => {};

  constructor(keyOf: ((value: T) => string) | null = null) {
    this.#keyOf = keyOf;
  }

  push(value: T): void {
    if (this.#isClosed) return;
    const key = this.#keyOf?.(value);
    const at = key === undefined ? -1 : this.#waiting.findIndex((other) => this.#keyOf?.(other) === key);
    // The newest is told last, also among different keys.
    if (at >= 0) this.#waiting.splice(at, 1);
    this.#waiting.push(value);
    this.#wake();
  }

  /** Ends the reader once it has taken what waits. */
  close(): void {
    this.#isClosed = true;
    this.#wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, void> {
    for (;;) {
      while (this.#waiting.length > 0) yield this.#waiting.shift() as T;
      if (this.#isClosed) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
