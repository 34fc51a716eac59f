import type { Logger } from 'pino';
import type { Failure } from '../../contract/failure.ts';
import type { Host } from '../host.ts';
import type { Clock } from '../ports.ts';
import type { HostOrder } from './host-order.ts';

/** What a watcher is made of. */
export interface HostWatcherParts<News> {
  readonly host: Host;
  readonly order: HostOrder;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long after one reading the next begins. */
  readonly pollMs: number;
  /** Asks the host; null where there is nothing to tell. */
  readonly read: () => Promise<News | null>;
  /** Told of every reading that is not too old, also of one that changed nothing. */
  readonly see?: (news: News) => void;
  /** What is told when the host could not be put right; left out, others tell it. */
  readonly disorder?: (failure: Failure) => News;
}

/**
 * Looks at one thing of a host for all who watch or wait: one reading for all, again and again, at once after a change or a
 * reconnect, and not at all while nobody listens. After each (re)connect the host first puts right what was cut meanwhile.
 */
export class HostWatcher<News> {
  readonly #parts: HostWatcherParts<News>;
  readonly #listeners = new Set<(news: News) => void>();
  #lastTold = '';
  #lastPutRight: unknown = null;
  #isReading = false;
  #isAskedAgain = false;
  #cancelTimer: () => void = () => {};
  #leave: () => void = () => {};

  constructor(parts: HostWatcherParts<News>) {
    this.#parts = parts;
  }

  /** Tells what there is as soon as it is read, and then whenever it changed. Returns the end of it. */
  watch(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#enter();
    this.#lastTold = '';
    this.refresh();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#cancelTimer();
      this.#leave();
    };
  }

  /** Reads now, or once more when a reading is under way, since that one may be too old. */
  refresh(): void {
    if (this.#listeners.size === 0) return;
    if (this.#isReading) {
      this.#isAskedAgain = true;
      return;
    }
    const { clock, host, logger, pollMs } = this.#parts;
    this.#cancelTimer();
    this.#isReading = true;
    const over = () => {
      this.#isReading = false;
      if (this.#listeners.size === 0) return;
      const isAskedAgain = this.#isAskedAgain;
      this.#isAskedAgain = false;
      if (isAskedAgain) this.refresh();
      else this.#cancelTimer = clock.after(pollMs, () => this.refresh());
    };
    this.#read()
      .catch((error: unknown) => {
        logger.warn({ error, profileId: host.profile.id }, 'a host could not be read for those who watch it');
      })
      .finally(over);
  }

  #enter(): void {
    const { host, order } = this.#parts;
    // What happened on the host while nobody watched is not known.
    order.doubt();
    this.#leave = host.link.onDidChangeStatus(({ state }) => {
      if (state !== 'connected') order.doubt();
      else this.refresh();
    });
  }

  async #read(): Promise<void> {
    const { host, read, see } = this.#parts;
    // While the link is down there is nothing to read; its return asks again.
    if (host.link.status().state !== 'connected') return;
    await this.#putRight();
    const news = await read();
    // Something changed while it was read; the next reading is under way at once and knows of it.
    if (this.#isAskedAgain || news === null) return;
    see?.(news);
    const told = JSON.stringify(news);
    if (told === this.#lastTold) return;
    this.#lastTold = told;
    this.#tell(news);
  }

  /** A host that cannot be put right is told of, and read all the same. */
  async #putRight(): Promise<void> {
    const { order, disorder } = this.#parts;
    const putRight = order.putRight();
    if (putRight === this.#lastPutRight) return;
    this.#lastPutRight = putRight;
    const outcome = await putRight;
    // A link that was lost is told by the link itself.
    if (outcome.ok || outcome.failure.kind === 'link-lost' || disorder === undefined) return;
    this.#tell(disorder(outcome.failure));
    // What is read is told after it also when it is the same as before.
    this.#lastTold = '';
  }

  #tell(news: News): void {
    for (const listener of [...this.#listeners]) listener(news);
  }
}
