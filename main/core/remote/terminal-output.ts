import type { Readable } from 'node:stream';

/** What waits for the reader before the host is held up. */
const mostWaitingBytes = 64 * 1024;

/** What a terminal prints, for one reader: at once when it waits, else in one piece when it comes back. */
export class TerminalOutput implements AsyncIterable<Uint8Array> {
  readonly #source: Readable;
  readonly #onLeft: () => void;
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #isOver = false;
  #wake: (() => void) | null = null;

  /** `begun` is what the source printed before it was handed over; `onLeft` is called when the reader leaves. */
  constructor(source: Readable, begun: Buffer, onLeft: () => void) {
    this.#source = source;
    this.#onLeft = onLeft;
    if (begun.length > 0) this.#take(begun);
    const end = () => this.#end();
    source.on('data', (chunk: Buffer) => this.#take(chunk));
    source.on('end', end).on('close', end).on('error', end);
    // Whoever heard its first words stopped it; a listener alone does not set it going again.
    source.resume();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    try {
      for (;;) {
        const taken = this.#takeAll();
        if (taken !== null) yield taken;
        else if (this.#isOver) return;
        else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      // Its end is told by the host, a moment after its last word.
      if (!this.#isOver) this.#onLeft();
    }
  }

  #take(chunk: Buffer): void {
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#waitingBytes > mostWaitingBytes) this.#source.pause();
    this.#call();
  }

  #takeAll(): Buffer | null {
    const [first, ...more] = this.#waiting;
    if (first === undefined) return null;
    const all = more.length === 0 ? first : Buffer.concat(this.#waiting);
    this.#waiting = [];
    this.#waitingBytes = 0;
    if (this.#source.isPaused()) this.#source.resume();
    return all;
  }

  #end(): void {
    this.#isOver = true;
    this.#call();
  }

  #call(): void {
    this.#wake?.();
    this.#wake = null;
  }
}
