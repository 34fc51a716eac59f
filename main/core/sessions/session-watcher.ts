import type { Logger } from 'pino';
import type { Failure, Result } from '../../contract/failure.ts';
import type { Session, SessionList } from '../../contract/session-words.ts';
import type { Host } from '../host.ts';
import type { Clock } from '../ports.ts';
import { reconcile } from '../remote/reconcile.ts';
import type { RemoteOptions } from '../remote/remote.ts';
import { type Moments, noMoments } from './old-states.ts';
import { ProcessorShares } from './processor-shares.ts';
import { type ToldSession, toldSessionList } from './told-sessions.ts';

const pollMs = 2_500;

/** What a watcher hears. */
export type SessionNews =
  | { readonly type: 'sessions'; readonly list: SessionList }
  | { readonly type: 'failed'; readonly failure: Failure };

type Listener = (news: SessionNews) => void;

/** What a watcher is made of. */
export interface SessionWatcherParts {
  readonly host: Host;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of every list that is read, also of one that changed nothing. */
  readonly onList: (list: SessionList) => void;
}

/**
 * Looks at the sessions of one host for all who watch or wait: one reading for all, every 2.5 s, at once after a change or a
 * reconnect, and not at all while nobody listens. After each (re)connect the host first puts right what was cut meanwhile.
 */
export class SessionWatcher {
  readonly #host: Host;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #onList: SessionWatcherParts['onList'];
  readonly #listeners = new Set<Listener>();
  readonly #shares = new ProcessorShares();
  #moments: ReadonlyMap<string, Moments> = new Map();
  #lastTold = '';
  #isReconciled = false;
  #isReading = false;
  #isAskedAgain = false;
  #cancelTimer: () => void = () => {};
  #unsubscribe: () => void = () => {};

  constructor({ host, clock, logger, onList }: SessionWatcherParts) {
    this.#host = host;
    this.#clock = clock;
    this.#logger = logger;
    this.#onList = onList;
  }

  /** Asks the host once. */
  async list(options: RemoteOptions = {}): Promise<Result<SessionList>> {
    const told = await this.#host.remote.call('session-list', [], toldSessionList, options);
    if (!told.ok) return told;
    this.#moments = new Map(told.value.sessions.map(({ id, sentAtMs, toldAtMs }) => [id, { sentAtMs, toldAtMs }]));
    const list = this.#shares.complete(told.value, this.#clock.nowMs());
    this.#onList(list);
    return { ok: true, value: list };
  }

  /** When a session of the last list was spoken to. */
  momentsOf(id: string): Moments {
    return this.#moments.get(id) ?? noMoments;
  }

  /** A session that a host told alone, as clients are told it. */
  complete(row: ToldSession): Session {
    return this.#shares.completeOne(row);
  }

  /** Tells what there is as soon as it is read, and then whenever it changed. Returns the end of it. */
  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) {
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
    const over = () => {
      this.#isReading = false;
      if (this.#listeners.size === 0) return;
      const isAskedAgain = this.#isAskedAgain;
      this.#isAskedAgain = false;
      if (isAskedAgain) this.refresh();
      else this.#cancelTimer = this.#clock.after(pollMs, () => this.refresh());
    };
    this.#read()
      .catch((error: unknown) => {
        this.#logger.warn({ error, profileId: this.#host.profile.id }, 'the sessions of a host could not be read');
      })
      .finally(over);
  }

  async #read(): Promise<void> {
    // While the link is down there is nothing to read; its return asks again.
    if (this.#host.link.status().state !== 'connected') return;
    await this.#reconcileOnce();
    const listed = await this.list();
    // Something changed while it was read; the next reading is under way at once and knows of it.
    if (this.#isAskedAgain) return;
    // A link that was lost is told by the link itself, and its return asks again.
    if (!listed.ok && listed.failure.kind === 'link-lost') return;
    const news: SessionNews = listed.ok
      ? { type: 'sessions', list: listed.value }
      : { type: 'failed', failure: listed.failure };
    const told = JSON.stringify(news);
    if (told === this.#lastTold) return;
    this.#lastTold = told;
    for (const listener of [...this.#listeners]) listener(news);
  }

  /** What cannot be put right is told by whoever looks at the editors of the host; sessions are listed all the same. */
  async #reconcileOnce(): Promise<void> {
    if (this.#isReconciled) return;
    this.#isReconciled = true;
    const outcome = await reconcile(this.#host.remote);
    if (!outcome.ok) this.#logger.warn({ failure: outcome.failure }, 'a host could not be put right');
    else if (outcome.value.changes.length > 0) {
      this.#logger.info({ changes: outcome.value.changes }, 'a host was put right');
    }
  }
}
