import type { Socket } from 'node:net';

/** What a line does to the bytes it carries; shared by all lines of a proxy and read anew for every piece. */
export interface LineConditions {
  /** One way, milliseconds. */
  delayMs: number;
  /** Per line; Infinity when not limited. */
  bytesPerSecond: number;
  /** The largest piece that is delivered at once, bytes; Infinity when not split. */
  splitBytes: number;
  /** What may be under way in one direction, bytes; then the line stops reading. A delay of D s needs D times the rate. */
  readonly maxQueuedBytes: number;
  isFrozen: boolean;
}

interface Piece {
  /** null stands for the end of the stream. */
  readonly bytes: Buffer | null;
  readonly dueAtMs: number;
}

/** Carries the bytes of one direction of one connection, in order, under the conditions of the proxy. */
export class DeliveryLine {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #conditions: LineConditions;
  readonly #onDelivered: (byteCount: number) => void;
  readonly #queue: Piece[] = [];
  #queuedBytes = 0;
  #lineFreeAtMs = 0;
  #timer: NodeJS.Timeout | null = null;
  #isWaitingForDrain = false;

  constructor(from: Socket, to: Socket, conditions: LineConditions, onDelivered: (byteCount: number) => void) {
    this.#from = from;
    this.#to = to;
    this.#conditions = conditions;
    this.#onDelivered = onDelivered;
    from.on('data', (bytes) => this.#take(bytes));
    from.on('end', () => this.#queueUp(null));
    to.on('drain', () => {
      this.#isWaitingForDrain = false;
      this.look();
    });
  }

  /** Delivers what is due; call after the conditions changed. */
  look(): void {
    this.#regulate();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    while (this.#canDeliver()) {
      const waitMs = (this.#queue[0]?.dueAtMs ?? 0) - performance.now();
      if (waitMs > 0 || this.#conditions.splitBytes < Number.POSITIVE_INFINITY) {
        // Pieces of a split stream wait at least one turn of the event loop, or the kernel would join them again.
        this.#timer = setTimeout(() => this.#deliverAndLook(), Math.max(0, Math.ceil(waitMs)));
        return;
      }
      this.#deliver();
    }
    // What was delivered just now made room, and nothing else may come to say so.
    this.#regulate();
  }

  /** Forgets everything that is under way. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#queue.length = 0;
  }

  #take(bytes: Buffer): void {
    const { splitBytes } = this.#conditions;
    for (let offset = 0; offset < bytes.length; offset += splitBytes) {
      this.#queueUp(bytes.subarray(offset, Math.min(bytes.length, offset + splitBytes)));
    }
  }

  #queueUp(bytes: Buffer | null): void {
    const { delayMs, bytesPerSecond } = this.#conditions;
    const nowMs = performance.now();
    const sendMs = ((bytes?.length ?? 0) / bytesPerSecond) * 1000;
    this.#lineFreeAtMs = Math.max(this.#lineFreeAtMs, nowMs) + sendMs;
    const previousMs = this.#queue.at(-1)?.dueAtMs ?? 0;
    this.#queue.push({ bytes, dueAtMs: Math.max(previousMs, this.#lineFreeAtMs + delayMs) });
    this.#queuedBytes += bytes?.length ?? 0;
    this.look();
  }

  #canDeliver(): boolean {
    const isOpen = !this.#conditions.isFrozen && !this.#isWaitingForDrain && !this.#to.destroyed;
    return isOpen && this.#queue.length > 0;
  }

  #deliverAndLook(): void {
    this.#timer = null;
    if (this.#canDeliver()) this.#deliver();
    this.look();
  }

  #deliver(): void {
    const piece = this.#queue.shift();
    if (piece === undefined) return;
    if (piece.bytes === null) {
      this.#to.end();
      return;
    }
    this.#queuedBytes -= piece.bytes.length;
    this.#isWaitingForDrain = !this.#to.write(piece.bytes);
    this.#onDelivered(piece.bytes.length);
  }

  /** A frozen or full line does not even read, so that the sender's own buffers fill as on a real network. */
  #regulate(): void {
    const isReading = !this.#conditions.isFrozen && this.#queuedBytes < this.#conditions.maxQueuedBytes;
    if (isReading) this.#from.resume();
    else this.#from.pause();
  }
}
