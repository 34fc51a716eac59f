import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';

export interface LoggedOptions {
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where its standard error goes, and its output unless that is followed. */
  readonly log: string;
  readonly isOutputFollowed: boolean;
}

/** Starts a process in a session of its own, so that a Ctrl-C in the terminal does not reach it. */
export function spawnLogged(file: string, commandArguments: readonly string[], options: LoggedOptions): ChildProcess {
  const log = openSync(options.log, 'a', 0o600);
  try {
    return spawn(file, commandArguments, {
      detached: true,
      env: { ...options.environment },
      stdio: ['ignore', options.isOutputFollowed ? 'pipe' : log, log],
    });
  } finally {
    closeSync(log);
  }
}

/** The end of a log, for an error message; empty when there is none. */
export function readLogTail(log: string): string {
  try {
    return readFileSync(log, 'utf8').slice(-4000).trim();
  } catch {
    return '';
  }
}
