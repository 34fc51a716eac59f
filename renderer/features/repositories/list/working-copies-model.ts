import { createStore, type StoreApi } from 'zustand/vanilla';
import type { WorkingCopy } from '../../../../main/contract/repositories.ts';
import type { BerthClient } from '../../../api/berth-client.ts';
import type { PageClock } from '../../../api/page-clock.ts';
import { ask, type Problem } from '../../../api/problem.ts';

/** How the working copies of one host stand, as far as somebody looked at them. */
export interface HostCopies {
  /** By repository id; an older reading stays until the next one is there. */
  readonly copies: Readonly<Record<string, WorkingCopy>>;
  /** Why the last reading failed. */
  readonly problem: Problem | null;
}

export type WorkingCopiesState = Readonly<Record<string, HostCopies>>;

/** How working copies stand, by profile id. Only those that are looked at are ever asked for. */
export interface WorkingCopiesModel {
  readonly store: StoreApi<WorkingCopiesState>;
  /** Somebody looks at a repository until the returned function is called. */
  look(profileId: string, repositoryId: string): () => void;
  /** What was read counts as old: what is looked at is read again now, the others when they are looked at. */
  refresh(profileId: string, repositoryIds?: readonly string[]): void;
}

/** So many are asked for at once: git runs once for each of them on the host. */
const batchLength = 50;
/** Rows that come into view together are asked for together, milliseconds. */
const gatherMs = 40;

interface Looks {
  /** How many look at each repository. */
  readonly counts: Map<string, number>;
  readonly fresh: Set<string>;
  isAsking: boolean;
  cancelGather: (() => void) | null;
}

const nothing: HostCopies = { copies: {}, problem: null };

/** Makes the model; nobody looks at anything yet. */
export function createWorkingCopiesModel(
  client: Pick<BerthClient, 'repositories'>,
  clock: Pick<PageClock, 'after'>,
): WorkingCopiesModel {
  const store = createStore<WorkingCopiesState>(() => ({}));
  const hosts = new Map<string, Looks>();
  const looksOf = (profileId: string): Looks => {
    const known = hosts.get(profileId) ?? { counts: new Map(), fresh: new Set(), isAsking: false, cancelGather: null };
    hosts.set(profileId, known);
    return known;
  };
  const change = (profileId: string, part: Partial<HostCopies>) =>
    store.setState((state) => ({ [profileId]: { ...(state[profileId] ?? nothing), ...part } }));

  const gather = (profileId: string) => {
    const looks = looksOf(profileId);
    looks.cancelGather ??= clock.after(gatherMs, () => {
      looks.cancelGather = null;
      void askBatch(profileId, looks);
    });
  };
  const askBatch = async (profileId: string, looks: Looks) => {
    if (looks.isAsking) return;
    const ids = [...looks.counts.keys()].filter((id) => !looks.fresh.has(id)).slice(0, batchLength);
    if (ids.length === 0) return;
    looks.isAsking = true;
    // Taken as read before the answer, so that what changes meanwhile can make them old again.
    for (const id of ids) looks.fresh.add(id);
    const answer = await ask(() => client.repositories.inspect({ profile: profileId, repositories: ids }));
    looks.isAsking = false;
    if (!answer.ok) {
      // Asked again when the list is read again, not at once: the reason is most likely still there.
      change(profileId, { problem: answer.failure });
      return;
    }
    const told = Object.fromEntries(answer.value.map((copy) => [copy.id, copy]));
    change(profileId, { copies: { ...store.getState()[profileId]?.copies, ...told }, problem: null });
    await askBatch(profileId, looks);
  };

  return {
    store,
    look(profileId, repositoryId) {
      const { counts, fresh } = looksOf(profileId);
      counts.set(repositoryId, (counts.get(repositoryId) ?? 0) + 1);
      if (!fresh.has(repositoryId)) gather(profileId);
      return () => {
        const count = (counts.get(repositoryId) ?? 1) - 1;
        if (count > 0) counts.set(repositoryId, count);
        else counts.delete(repositoryId);
      };
    },
    refresh(profileId, repositoryIds) {
      const looks = looksOf(profileId);
      for (const id of repositoryIds ?? [...looks.fresh]) looks.fresh.delete(id);
      if (store.getState()[profileId]?.problem != null) change(profileId, { problem: null });
      gather(profileId);
    },
  };
}
