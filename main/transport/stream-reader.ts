/** How a reader talks back to its channel. */
export interface StreamLine {
  open(): void;
  credit(count: number): void;
  /** Called once when the stream is over for whatever reason; `isCancel` when the other side does not know it yet. */
  over(isCancel: boolean): void;
}

type Waiter = PromiseWithResolvers<IteratorResult<unknown>>;
type Outcome = { readonly error: unknown } | 'done';

/** The consumer's end of a stream. Unlike a generator it can be returned while a `next` is pending. */
export class StreamReader implements AsyncIterableIterator<unknown> {
  readonly #line: StreamLine;
  readonly #signal: AbortSignal | undefined;
  /** Credit is given back in portions of so many items, to save messages. */
  readonly #creditPortion: number;
  readonly #items: unknown[] = [];
  readonly #waiters: Waiter[] = [];
  #isOpen = false;
  #outcome: Outcome | null = null;
  #takenCount = 0;

  /** `window` is how many items the other side may be ahead. */
  constructor(line: StreamLine, signal: AbortSignal | undefined, window: number) {
    this.#line = line;
    this.#signal = signal;
    this.#creditPortion = Math.ceil(window / 2);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<unknown>> {
    this.#open();
    const waiter: Waiter = Promise.withResolvers();
    this.#waiters.push(waiter);
    this.#settle();
    return waiter.promise;
  }

  return(): Promise<IteratorResult<unknown>> {
    this.#cancel('done');
    return Promise.resolve({ done: true, value: undefined });
  }

  /** An item arrived. */
  push(item: unknown): void {
    if (this.#outcome !== null) return;
    this.#items.push(item);
    this.#settle();
  }

  /** The other side, or the channel, ended the stream; items that came before are still delivered. */
  finish(outcome: Outcome): void {
    if (this.#outcome !== null) return;
    this.#outcome = outcome;
    this.#over(false);
    this.#settle();
  }

  /** A reader that nobody reads asks for nothing: the request goes out with the first `next`. */
  #open(): void {
    if (this.#isOpen || this.#outcome !== null) return;
    if (this.#signal?.aborted === true) {
      this.#outcome = { error: this.#signal.reason };
      return;
    }
    this.#isOpen = true;
    this.#signal?.addEventListener('abort', this.#onAbort);
    try {
      this.#line.open();
    } catch (error) {
      this.finish({ error });
    }
  }

  readonly #onAbort = () => this.#cancel({ error: this.#signal?.reason });

  #cancel(outcome: Outcome): void {
    this.#items.length = 0;
    if (this.#outcome === null) {
      this.#outcome = outcome;
      if (this.#isOpen) this.#over(true);
    }
    this.#settle();
  }

  #over(isCancel: boolean): void {
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#line.over(isCancel);
  }

  #settle(): void {
    while (this.#waiters.length > 0 && (this.#items.length > 0 || this.#outcome !== null)) {
      const waiter = this.#waiters.shift();
      if (this.#items.length > 0) {
        waiter?.resolve({ done: false, value: this.#items.shift() });
        this.#giveCredit();
      } else if (this.#outcome !== null && this.#outcome !== 'done') {
        waiter?.reject(this.#outcome.error);
        // An iterator tells an error once, then it is at its end.
        this.#outcome = 'done';
      } else {
        waiter?.resolve({ done: true, value: undefined });
      }
    }
  }

  #giveCredit(): void {
    this.#takenCount += 1;
    if (this.#takenCount < this.#creditPortion || this.#outcome !== null) return;
    this.#line.credit(this.#takenCount);
    this.#takenCount = 0;
  }
}
