import { open } from 'node:fs/promises';
import { logFile } from '../log/file-logger.ts';

const readMostBytes = 64 * 1024;

/** The last lines of the log, the oldest first; why there are none, as one line, when it cannot be read. */
export async function logTail(dataDirectory: string, lineCount: number): Promise<readonly string[]> {
  try {
    await using file = await open(logFile(dataDirectory), 'r');
    const { size } = await file.stat();
    const lengthBytes = Math.min(size, readMostBytes);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(lengthBytes), 0, lengthBytes, size - lengthBytes);
    const lines = buffer.subarray(0, bytesRead).toString('utf8').split('\n');
    // The first one may have lost its beginning.
    const whole = size > lengthBytes ? lines.slice(1) : lines;
    return whole.filter((line) => line !== '').slice(-lineCount);
  } catch (error) {
    return [`the log cannot be read: ${String(error)}`];
  }
}
