import type { Failure, Result } from '../../contract/failure.ts';
import type { Session, SessionList } from '../../contract/session-words.ts';
import type { RemoteOptions } from '../remote/remote.ts';
import { HostWatcher, type HostWatcherParts } from '../watching/host-watcher.ts';
import { type Moments, noMoments } from './old-states.ts';
import { ProcessorShares } from './processor-shares.ts';
import { type ToldSession, toldSessionList } from './told-sessions.ts';

const pollMs = 2_500;

/** What a watcher hears. */
export type SessionNews =
  | { readonly type: 'sessions'; readonly list: SessionList }
  | { readonly type: 'failed'; readonly failure: Failure };

/** What a watcher is made of. */
export interface SessionWatcherParts
  extends Pick<HostWatcherParts<SessionNews>, 'host' | 'order' | 'clock' | 'logger'> {
  /** Told of every list that is read, also of one that changed nothing. */
  readonly onList: (list: SessionList) => void;
}

/** Looks at the sessions of one host for all who watch or wait, and knows what only two looks tell. */
export class SessionWatcher {
  readonly #parts: SessionWatcherParts;
  readonly #watcher: HostWatcher<SessionNews>;
  readonly #shares = new ProcessorShares();
  #moments: ReadonlyMap<string, Moments> = new Map();

  constructor(parts: SessionWatcherParts) {
    this.#parts = parts;
    const { host, order, clock, logger } = parts;
    // What cannot be put right is told by whoever looks at the editors of the host.
    this.#watcher = new HostWatcher({ host, order, clock, logger, pollMs, read: () => this.#read() });
  }

  /** Asks the host once. */
  async list(options: RemoteOptions = {}): Promise<Result<SessionList>> {
    const { host, clock, onList } = this.#parts;
    const told = await host.remote.call('session-list', [], toldSessionList, options);
    if (!told.ok) return told;
    this.#moments = new Map(told.value.sessions.map(({ id, sentAtMs, toldAtMs }) => [id, { sentAtMs, toldAtMs }]));
    const list = this.#shares.complete(told.value, clock.nowMs());
    onList(list);
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
  watch(listener: (news: SessionNews) => void): () => void {
    return this.#watcher.watch(listener);
  }

  /** Reads now, or once more when a reading is under way. */
  refresh(): void {
    this.#watcher.refresh();
  }

  async #read(): Promise<SessionNews | null> {
    const listed = await this.list();
    if (listed.ok) return { type: 'sessions', list: listed.value };
    // A link that was lost is told by the link itself, and its return asks again.
    return listed.failure.kind === 'link-lost' ? null : { type: 'failed', failure: listed.failure };
  }
}
