import { fail } from '../../../main/contract/failure.ts';
import type { LogItem } from '../../../main/contract/instances.ts';

const lost = fail('link-lost', 'session', 'The connection was cut.', 'Wait, it is tried again.').failure;

/** What the log of a fake instance says. */
export function fakeLog(name: string): string {
  return [
    '[2026-11-21T09:14:02.113Z] info  code-server 4.139.1',
    `[2026-11-21T09:14:02.115Z] info  Using user-data-dir ~/.local/share/berth/instances/${name}/user-data`,
    '[2026-11-21T09:14:02.240Z] info  HTTP server listening on http://127.0.0.1:8888/',
    '[2026-11-21T09:14:09.801Z] info  [IPC Server] Extension host agent started.',
    '',
  ].join('\n');
}

/** The logs of the instances that somebody follows; a new text reaches the followers at once. */
export class FakeLogs {
  readonly #followers = new Set<() => void>();
  #isAway = false;

  /** Adds to a log, or begins it anew as another run does. */
  changed(): void {
    for (const wake of this.#followers) wake();
  }

  /** Lets the host of every followed log go away, or come back. */
  setAway(isAway: boolean): void {
    this.#isAway = isAway;
    this.changed();
  }

  /** The end of a log, and then what is added to it until the signal aborts. */
  async *follow(read: () => string, signal: AbortSignal, bytes: number, isFollowed: boolean): AsyncGenerator<LogItem> {
    let told = read();
    let wasAway = false;
    yield { type: 'text', text: told.slice(Math.max(0, told.length - bytes)), isNew: true };
    while (isFollowed && !signal.aborted) {
      if (this.#isAway !== wasAway) {
        wasAway = this.#isAway;
        yield wasAway ? { type: 'waiting', failure: lost, isRetried: true } : { type: 'text', text: '', isNew: false };
      }
      const present = wasAway ? told : read();
      if (present !== told) {
        const isNew = !present.startsWith(told);
        yield { type: 'text', text: isNew ? present : present.slice(told.length), isNew };
        told = present;
        continue;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#followers.add(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
      await promise;
      this.#followers.delete(resolve);
    }
  }
}
