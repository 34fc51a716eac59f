/** So much is sent at once, bytes: Ctrl+C after a large paste waits for one piece only. */
const pieceBytes = 16_384;

/** Sends what is typed in order, one piece at a time. */
export interface InputQueue {
  push(bytes: Uint8Array): void;
  /** Forgets what was not sent yet. */
  clear(): void;
}

/** Makes a queue; `send` must not throw, and tells nothing that the queue would need. */
export function createInputQueue(send: (bytes: Uint8Array) => Promise<unknown>): InputQueue {
  let waiting: Uint8Array[] = [];
  let isSending = false;
  const run = async () => {
    isSending = true;
    while (waiting.length > 0) await send(takePiece());
    isSending = false;
  };
  /** As much as fits of what waits, as one. */
  const takePiece = (): Uint8Array => {
    const [first = new Uint8Array(), ...others] = waiting;
    if (first.length >= pieceBytes) {
      waiting = first.length === pieceBytes ? others : [first.subarray(pieceBytes), ...others];
      return first.slice(0, pieceBytes);
    }
    let length = 0;
    const count = waiting.findIndex((bytes) => {
      length += bytes.length;
      return length > pieceBytes;
    });
    const taken = count < 0 ? waiting : waiting.slice(0, Math.max(1, count));
    waiting = waiting.slice(taken.length);
    return joined(taken);
  };
  return {
    push(bytes) {
      if (bytes.length === 0) return;
      waiting.push(bytes);
      if (!isSending) void run();
    },
    clear: () => {
      waiting = [];
    },
  };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    all.set(piece, offset);
    offset += piece.length;
  }
  return all;
}
