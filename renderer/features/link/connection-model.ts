import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Diagnosis, HostStatus, LinkEvent } from '../../../main/contract/hosts.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import type { PageClock } from '../../api/page-clock.ts';
import { ask, type Problem } from '../../api/problem.ts';

/** A check of the way to a host. */
export type DiagnosisRun =
  | { readonly phase: 'running'; readonly startedAtMs: number }
  | { readonly phase: 'done'; readonly diagnosis: Diagnosis }
  | { readonly phase: 'failed'; readonly problem: Problem };

/** What is known about the connection to the one host whose panel is open. */
export interface ConnectionState {
  /** Null while no panel is open. */
  readonly profileId: string | null;
  /** Newest last; null until they were read once. */
  readonly events: readonly LinkEvent[] | null;
  /** Why the events could not be read. */
  readonly problem: Problem | null;
  readonly run: DiagnosisRun | null;
}

/** The timeline and the diagnosis of a link. Neither connects anything. */
export interface ConnectionModel {
  readonly store: StoreApi<ConnectionState>;
  open(profileId: string): void;
  close(): void;
  /** Reads the timeline again. */
  refresh(): Promise<void>;
  /** Reads it again when a status tells of something that a timeline would hold. */
  follow(status: HostStatus | undefined): void;
  /** Tries the way to the host beside its link. */
  diagnose(): Promise<void>;
}

const closed: ConnectionState = { profileId: null, events: null, problem: null, run: null };

/** Makes the model; no panel is open yet. */
export function createConnectionModel(client: Pick<BerthClient, 'hosts'>, clock: PageClock): ConnectionModel {
  const store = createStore<ConnectionState>(() => closed);
  let seen = '';
  /** An older answer must not cover a newer one. */
  let lastReading = 0;
  let abort = new AbortController();
  /** Sets a part, unless the panel shows another host or none by now. */
  const set = (profileId: string, part: Partial<ConnectionState>) => {
    if (store.getState().profileId === profileId) store.setState(part);
  };
  const refresh = async () => {
    const { profileId } = store.getState();
    if (profileId === null) return;
    lastReading += 1;
    const reading = lastReading;
    const answer = await ask(() => client.hosts.timeline({ profile: profileId }));
    if (reading === lastReading)
      set(profileId, answer.ok ? { events: answer.value, problem: null } : { problem: answer.failure });
  };
  return {
    store,
    open(profileId) {
      abort.abort();
      seen = '';
      store.setState({ ...closed, profileId });
      void refresh();
    },
    close() {
      abort.abort();
      store.setState(closed);
    },
    refresh,
    follow(status) {
      const told = status === undefined ? '' : momentOf(status);
      if (told === seen) return;
      seen = told;
      void refresh();
    },
    async diagnose() {
      const { profileId, run } = store.getState();
      if (profileId === null || run?.phase === 'running') return;
      abort = new AbortController();
      const { signal } = abort;
      set(profileId, { run: { phase: 'running', startedAtMs: clock.nowMs() } });
      const answer = await ask(() => client.hosts.diagnose({ profile: profileId }, { signal }));
      if (signal.aborted) return;
      const outcome: DiagnosisRun = answer.ok
        ? { phase: 'done', diagnosis: answer.value }
        : { phase: 'failed', problem: answer.failure };
      set(profileId, { run: outcome });
      void refresh();
    },
  };
}

/** What of a status goes along with an event; being heard again does not. */
function momentOf(status: HostStatus): string {
  const { eventNumber, state, sinceMs, attemptCount, nextAttemptAtMs, failure, question } = status;
  return [eventNumber, state, sinceMs, attemptCount, nextAttemptAtMs, failure?.message, question?.id].join(' ');
}
