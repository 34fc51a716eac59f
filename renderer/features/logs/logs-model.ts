import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LogItem, LogKind } from '../../../main/contract/logs.ts';
import { follow } from '../../api/follow.ts';
import type { PageClock } from '../../api/page-clock.ts';
import type { Problem } from '../../api/problem.ts';
import type { Session } from '../../api/session.ts';
import { appendText, type LogLines, noLines } from './pane/log-lines.ts';
import { readOnce } from './read-once.ts';

/** Which log is shown. */
export interface LogSubject {
  readonly profileId: string;
  /** Left out, an instance's. */
  readonly kind?: LogKind;
  /** Null for a log of the whole host. */
  readonly repositoryId: string | null;
  /** The repository's, or what the log is. */
  readonly name: string;
}

/** A log that is shown. */
export interface LogsState {
  /** Null while none is. */
  readonly subject: LogSubject | null;
  readonly isPrevious: boolean;
  /** True until the host told the first piece. */
  readonly isWaiting: boolean;
  /** The server is away; the log goes on by itself when it is back. */
  readonly isAway: boolean;
  readonly log: LogLines;
  readonly problem: Problem | null;
}

/** What the log needs to know of links: it reads where one is up, and connects none. */
export interface LogLinks {
  isUp(profileId: string): boolean;
  /** Resolves when the link is up, or with the abort. */
  whenUp(profileId: string, signal: AbortSignal): Promise<void>;
}

/** One log at a time. */
export interface LogsModel {
  readonly store: StoreApi<LogsState>;
  open(subject: LogSubject): void;
  /** Goes over to the run before the present one, or back. */
  showRun(isPrevious: boolean): void;
  /** Shows none any more, and ends the stream. */
  close(): void;
}

type AskLog = (signal: AbortSignal) => AsyncIterable<LogItem>;

/** How much of the end is told first, bytes; all that is kept of what Berth did. */
const firstBytes = { instance: 524_288, host: 1_048_576 } as const;
const closed: LogsState = {
  subject: null,
  isPrevious: false,
  isWaiting: false,
  isAway: false,
  log: noLines,
  problem: null,
};

/** Makes the model, with no log. */
export function createLogsModel(
  session: Pick<Session, 'client' | 'onOpen'>,
  clock: PageClock,
  links: LogLinks,
): LogsModel {
  const store = createStore<LogsState>(() => closed);
  let stop: () => void = () => undefined;
  const take = (item: LogItem, isFirst: boolean) => {
    if (item.type === 'failed') return store.setState({ problem: item.failure, isWaiting: false, isAway: false });
    if (item.type === 'waiting') return store.setState({ problem: null, isAway: true });
    // A stream that was asked for again begins with the end of the log once more.
    const known = isFirst || item.isNew ? noLines : store.getState().log;
    store.setState({ log: appendText(known, item.text), problem: null, isWaiting: false, isAway: false });
  };
  const begin = (subject: LogSubject, isPrevious: boolean) => {
    stop();
    store.setState({ ...closed, subject, isPrevious, isWaiting: true }, true);
    const { profileId, kind = 'instance', repositoryId } = subject;
    const ask = (signal: AbortSignal) =>
      session.client.logs.follow(
        {
          profile: profileId,
          source: { kind, repository: repositoryId, isPrevious },
          bytes: kind === 'instance' ? firstBytes.instance : firstBytes.host,
          isFollowed: !isPrevious,
        },
        { signal },
      );
    stop = isPrevious
      ? readOnce(ask, take, (problem) => store.setState({ problem, isWaiting: false }))
      : keep(subject, ask);
  };
  /** Asks where the link is up, so that nothing is connected for a log that is only left open. */
  const askLinked = async function* ({ profileId }: LogSubject, ask: AskLog, signal: AbortSignal) {
    if (!links.isUp(profileId)) store.setState({ isAway: true });
    await links.whenUp(profileId, signal);
    if (!signal.aborted) yield* ask(signal);
  };
  const keep = (subject: LogSubject, ask: AskLog) => {
    let isFirst = true;
    return follow({
      session,
      clock,
      open: (signal) => {
        isFirst = true;
        return askLinked(subject, ask, signal);
      },
      onItem: (item) => {
        take(item, isFirst);
        if (item.type === 'text') isFirst = false;
      },
    });
  };
  return {
    store,
    open: (subject) => begin(subject, false),
    showRun(isPrevious) {
      const { subject } = store.getState();
      if (subject !== null) begin(subject, isPrevious);
    },
    close() {
      stop();
      stop = () => undefined;
      store.setState(closed, true);
    },
  };
}
