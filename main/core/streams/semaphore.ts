/** A counted set of slots; those who wait are served in order. */
export class Semaphore {
  readonly #waiters: { grant: () => void; refuse: (error: Error) => void }[] = [];
  readonly #releaseListeners = new Set<() => void>();
  readonly #slotCount: number;
  #freeCount: number;
  #closedWith: Error | null = null;

  constructor(slotCount: number) {
    this.#slotCount = slotCount;
    this.#freeCount = slotCount;
  }

  /** Slots taken now. */
  get heldCount(): number {
    return this.#slotCount - this.#freeCount;
  }

  /** Waits for a slot; the returned function frees it, once. Rejects with the signal's reason or the error of `close`. */
  async acquire(signal?: AbortSignal): Promise<() => void> {
    signal?.throwIfAborted();
    if (this.#closedWith) throw this.#closedWith;
    if (this.#freeCount > 0) this.#freeCount--;
    else await this.#wait(signal);
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#release();
    };
  }

  /** Calls the listener once, at the next release. The returned function calls it off. */
  onNextRelease(listener: () => void): () => void {
    this.#releaseListeners.add(listener);
    return () => this.#releaseListeners.delete(listener);
  }

  /** Refuses everybody who waits or comes later. */
  close(error: Error): void {
    this.#closedWith = error;
    for (const waiter of this.#waiters.splice(0)) waiter.refuse(error);
  }

  #wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter = { grant: settle(resolve), refuse: settle(reject) };
      const onAbort = () => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        reject(signal?.reason);
      };
      function settle<T>(settler: (value: T) => void): (value: T) => void {
        return (value) => {
          signal?.removeEventListener('abort', onAbort);
          settler(value);
        };
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiters.push(waiter);
    });
  }

  #release(): void {
    const next = this.#waiters.shift();
    if (next) next.grant();
    else this.#freeCount++;
    for (const listener of this.#releaseListeners) {
      this.#releaseListeners.delete(listener);
      listener();
    }
  }
}
