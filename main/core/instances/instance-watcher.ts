import { z } from 'zod';
import type { Failure } from '../../contract/failure.ts';
import { type Instance, instance } from '../../contract/instances.ts';
import type { Host } from '../host.ts';
import type { Clock } from '../ports.ts';
import { cleanLine } from '../remote/untrusted.ts';

const pollMs = 5000;

/** What a watcher hears. */
export type InstanceNews =
  | { readonly type: 'instances'; readonly instances: Instance[] }
  | { readonly type: 'failed'; readonly failure: Failure };

type Listener = (news: InstanceNews) => void;

/** One row as a host tells it; its repository's name is only for display. */
export const instanceRow = instance.transform((row) => ({ ...row, repository: cleanLine(row.repository) }));

/** The schema of `instance-list`. */
export const instanceRows = z.array(instanceRow).max(5000);

/**
 * Looks at the instances of one host for all who watch them: one reading for all, every 5 s, at once after a start,
 * a stop or a reconnect, and not at all while nobody watches.
 */
export class InstanceWatcher {
  readonly #host: Host;
  readonly #clock: Clock;
  readonly #listeners = new Set<Listener>();
  #lastTold = '';
  #isReading = false;
  #isAskedAgain = false;
  #cancelTimer: () => void = () => {};
  #unsubscribe: () => void = () => {};

  constructor(host: Host, clock: Clock) {
    this.#host = host;
    this.#clock = clock;
  }

  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) {
      this.#unsubscribe = this.#host.link.onDidChangeStatus((status) => {
        if (status.state === 'connected') this.refresh();
      });
    }
    this.#lastTold = '';
    this.refresh();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#cancelTimer();
      this.#unsubscribe();
    };
  }

  /** Reads now, or once more when a reading is under way, since that one may be too old. */
  refresh(): void {
    if (this.#listeners.size === 0) return;
    if (this.#isReading) {
      this.#isAskedAgain = true;
      return;
    }
    this.#cancelTimer();
    this.#isReading = true;
    void this.#read().finally(() => {
      this.#isReading = false;
      if (this.#listeners.size === 0) return;
      const isAskedAgain = this.#isAskedAgain;
      this.#isAskedAgain = false;
      if (isAskedAgain) this.refresh();
      else this.#cancelTimer = this.#clock.after(pollMs, () => this.refresh());
    });
  }

  async #read(): Promise<void> {
    // While the link is down there is nothing to read; its return asks again.
    if (this.#host.link.status().state !== 'connected') return;
    const listed = await this.#host.remote.call('instance-list', [], instanceRows);
    const news: InstanceNews = listed.ok
      ? { type: 'instances', instances: listed.value }
      : { type: 'failed', failure: listed.failure };
    const told = JSON.stringify(news);
    if (told === this.#lastTold) return;
    this.#lastTold = told;
    for (const listener of this.#listeners) listener(news);
  }
}
