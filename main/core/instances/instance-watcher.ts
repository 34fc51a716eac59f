import type { Logger } from 'pino';
import type { Failure } from '../../contract/failure.ts';
import type { Instance } from '../../contract/instances.ts';
import type { Host } from '../host.ts';
import type { Clock } from '../ports.ts';
import { reconcile } from '../remote/reconcile.ts';
import { listInstances } from './find-instance.ts';

const pollMs = 5000;

/** What a watcher hears. */
export type InstanceNews =
  | { readonly type: 'instances'; readonly instances: Instance[] }
  | { readonly type: 'failed'; readonly failure: Failure };

type Listener = (news: InstanceNews) => void;

/** What a watcher is made of. */
export interface InstanceWatcherParts {
  readonly host: Host;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of every reading, also of one that changed nothing. */
  readonly onRows: (rows: readonly Instance[]) => void;
}

/**
 * Looks at the instances of one host for all who watch them: one reading for all, every 5 s, at once after a start,
 * a stop or a reconnect, and not at all while nobody watches. After each (re)connect the host first puts right what
 * was cut meanwhile.
 */
export class InstanceWatcher {
  readonly #host: Host;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #onRows: InstanceWatcherParts['onRows'];
  readonly #listeners = new Set<Listener>();
  #lastTold = '';
  #isReconciled = false;
  #isReading = false;
  #isAskedAgain = false;
  #cancelTimer: () => void = () => {};
  #unsubscribe: () => void = () => {};

  constructor({ host, clock, logger, onRows }: InstanceWatcherParts) {
    this.#host = host;
    this.#clock = clock;
    this.#logger = logger;
    this.#onRows = onRows;
  }

  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) {
      // What happened on the host while nobody watched is not known.
      this.#isReconciled = false;
      this.#unsubscribe = this.#host.link.onDidChangeStatus(({ state }) => {
        if (state !== 'connected') this.#isReconciled = false;
        else this.refresh();
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
    await this.#reconcileOnce();
    const listed = await listInstances(this.#host);
    // Something changed while it was read; the next reading is under way at once and knows of it.
    if (this.#isAskedAgain) return;
    if (listed.ok) this.#onRows(listed.value);
    const news: InstanceNews = listed.ok
      ? { type: 'instances', instances: listed.value }
      : { type: 'failed', failure: listed.failure };
    const told = JSON.stringify(news);
    if (told === this.#lastTold) return;
    this.#lastTold = told;
    this.#tell(news);
  }

  /** A host that cannot be put right is told of, and listed all the same. */
  async #reconcileOnce(): Promise<void> {
    if (this.#isReconciled) return;
    this.#isReconciled = true;
    const outcome = await reconcile(this.#host.remote);
    if (outcome.ok) {
      const { changes } = outcome.value;
      if (changes.length > 0) this.#logger.info({ changes }, 'a host was put right');
      return;
    }
    this.#logger.warn({ failure: outcome.failure }, 'a host could not be put right');
    if (outcome.failure.kind === 'link-lost') return;
    this.#tell({ type: 'failed', failure: outcome.failure });
    // The list is told after it also when it is the same as before.
    this.#lastTold = '';
  }

  #tell(news: InstanceNews): void {
    for (const listener of this.#listeners) listener(news);
  }
}
