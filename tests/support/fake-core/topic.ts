/** One value that many may follow; every follower gets the present value first, then each new one. */
export class Topic<T> {
  #value: T;
  readonly #wakers = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  publish(value: T): void {
    this.#value = value;
    for (const wake of this.#wakers) wake();
  }

  /** Values until the signal aborts; a slow follower misses the ones in between, never the last. */
  async *follow(signal: AbortSignal): AsyncGenerator<T> {
    let last: T | typeof nothingYet = nothingYet;
    while (!signal.aborted) {
      if (last !== this.#value) {
        last = this.#value;
        yield last;
        continue;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wakers.add(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
      await promise;
      this.#wakers.delete(resolve);
    }
  }
}

const nothingYet = Symbol('nothing yet');
