import path from 'node:path';
import { type Logger, pino, stdSerializers } from 'pino';
import { makeDirectory } from '../../store/make-directory.ts';
import { redactLine } from './redact-line.ts';
import { rotatingFile } from './rotating-file.ts';

const largestLogBytes = 5 * 1024 * 1024;
const keptLogCount = 2;

/** Folder of the log and of those that were set aside. */
export function logFolder(dataDirectory: string): string {
  return path.join(dataDirectory, 'logs');
}

/** The log that is written to. */
export function logFile(dataDirectory: string): string {
  return path.join(logFolder(dataDirectory), 'berth.log');
}

/** Logs JSON lines to `<dataDirectory>/logs/berth.log` (0600, some MiB at most); no secret is ever written. */
export function fileLogger(dataDirectory: string, level: string): Logger {
  makeDirectory(logFolder(dataDirectory));
  return pino(
    {
      level,
      base: { pid: process.pid },
      serializers: { err: stdSerializers.err, error: stdSerializers.err },
      hooks: { streamWrite: redactLine },
    },
    rotatingFile({ file: logFile(dataDirectory), largestBytes: largestLogBytes, keptCount: keptLogCount }),
  );
}
