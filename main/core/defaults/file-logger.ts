import { renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Logger, pino, stdSerializers } from 'pino';
import { makeDirectory } from '../store/make-directory.ts';

const LARGEST_LOG_BYTES = 5 * 1024 * 1024;
const SECRET_KEYS = ['secret', 'password', 'passphrase', 'privateKey', 'token', 'cookie', 'authorization'];

/** Sets a log aside that has grown too large; one old log is kept. */
function setLargeLogAside(file: string): void {
  const sizeBytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (sizeBytes > LARGEST_LOG_BYTES) renameSync(file, `${file}.1`);
}

/** Logs JSON lines to `<dataDirectory>/logs/berth.log` (0600); the values of secret-bearing keys are never written. */
export function fileLogger(dataDirectory: string, level: string): Logger {
  const directory = path.join(dataDirectory, 'logs');
  makeDirectory(directory);
  const file = path.join(directory, 'berth.log');
  setLargeLogAside(file);
  return pino(
    {
      level,
      base: { pid: process.pid },
      redact: { paths: SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[redacted]' },
      serializers: { err: stdSerializers.err, error: stdSerializers.err },
    },
    // Written at once: a line that still waits in memory when the process dies is the one that was needed.
    pino.destination({ dest: file, append: true, sync: true, mode: 0o600 }),
  );
}
