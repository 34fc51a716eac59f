import type { Readable } from 'node:stream';
import { maximumMessageBytes } from './untrusted.ts';

/** Thrown when a host prints a line that no honest script prints. */
export class LineTooLongError extends Error {
  override readonly name = 'LineTooLongError';
}

/**
 * Calls `onLine` for every line of a byte stream as soon as it is complete. A line over 4 MiB ends the reading with
 * `onEnd(LineTooLongError)`; otherwise `onEnd` is called once when the stream ends.
 */
export function readLines(
  stream: Readable,
  onLine: (line: string) => void,
  onEnd: (error: Error | null) => void,
): void {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let isOver = false;
  const end = (error: Error | null) => {
    if (isOver) return;
    isOver = true;
    pending = [];
    onEnd(error);
  };
  stream.on('data', (chunk: Buffer) => {
    let rest = chunk;
    while (!isOver) {
      const at = rest.indexOf(0x0a);
      if (at < 0) break;
      const line = Buffer.concat([...pending, rest.subarray(0, at)]).toString('utf8');
      pending = [];
      pendingBytes = 0;
      rest = rest.subarray(at + 1);
      onLine(line);
    }
    if (isOver || rest.length === 0) return;
    pending.push(rest);
    pendingBytes += rest.length;
    if (pendingBytes > maximumMessageBytes) end(new LineTooLongError('a line of the host is longer than 4 MiB'));
  });
  stream.on('end', () => end(null));
  stream.on('close', () => end(null));
  stream.on('error', (error) => end(error));
}
