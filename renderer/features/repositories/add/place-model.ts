import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Repository } from '../../../../main/contract/repositories.ts';
import type { BerthClient } from '../../../api/berth-client.ts';
import { ask, type Problem } from '../../../api/problem.ts';

/** What is asked about a repository in a small dialog. */
export type PlaceQuestion =
  /** A folder that is there already comes into the list, or a new one is made. */
  | { readonly kind: 'add' | 'create'; readonly root: string }
  | { readonly kind: 'rename'; readonly repository: Pick<Repository, 'id' | 'name' | 'path'> };

/** What is said when a question could not be answered. */
export const failedTitles = {
  add: 'Adding the folder failed',
  create: 'Making the repository failed',
  rename: 'Renaming failed',
} as const;

/** What just happened to the list of one host, until it is put away. */
export type ListNote =
  | { readonly kind: 'removed'; readonly name: string; readonly path: string }
  | { readonly kind: 'failed'; readonly title: string; readonly problem: Problem };

/** Which repositories are in the list, under which names. */
export interface PlaceState {
  readonly asked: (PlaceQuestion & { readonly profileId: string }) | null;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  /** By profile id. */
  readonly notes: Readonly<Record<string, ListNote>>;
}

export interface PlaceModel {
  readonly store: StoreApi<PlaceState>;
  ask(profileId: string, question: PlaceQuestion): void;
  /** Answers the question that is open with a path, or with a name. */
  answer(text: string): Promise<void>;
  close(): void;
  /** Takes it off the list; its files stay. True when it worked. */
  remove(profileId: string, repository: Pick<Repository, 'id' | 'name' | 'path'>): Promise<boolean>;
  /** Brings back what was removed last. */
  undo(profileId: string): Promise<void>;
  dismiss(profileId: string): void;
  /** Adds a folder without a question. */
  add(profileId: string, path: string): Promise<Repository | null>;
}

/** What the page does with what changed. */
export interface PlaceEnds {
  readonly onPut: (profileId: string, repository: Repository) => void;
  readonly onGone: (profileId: string, repositoryId: string) => void;
}

/** Makes the model; nothing is asked. */
export function createPlaceModel(client: Pick<BerthClient, 'repositories'>, { onPut, onGone }: PlaceEnds): PlaceModel {
  const store = createStore<PlaceState>(() => ({ asked: null, isBusy: false, problem: null, notes: {} }));
  const note = (profileId: string, told: ListNote | null) =>
    store.setState(({ notes: { [profileId]: _previous, ...others } }) => ({
      notes: told === null ? others : { ...others, [profileId]: told },
    }));
  const add = async (profileId: string, path: string) => {
    const answer = await ask(() => client.repositories.add({ profile: profileId, path }));
    if (answer.ok) {
      note(profileId, null);
      onPut(profileId, answer.value);
      return answer.value;
    }
    note(profileId, { kind: 'failed', title: `Adding ${path} failed`, problem: answer.failure });
    return null;
  };
  return {
    store,
    add,
    ask: (profileId, question) => store.setState({ asked: { ...question, profileId }, isBusy: false, problem: null }),
    async answer(text) {
      const { asked, isBusy } = store.getState();
      if (asked === null || isBusy) return;
      store.setState({ isBusy: true, problem: null });
      const { profileId } = asked;
      const told = await ask(() => {
        if (asked.kind !== 'rename') return client.repositories[asked.kind]({ profile: profileId, path: text });
        return client.repositories.rename({ profile: profileId, repository: asked.repository.id, name: text });
      });
      if (told.ok) onPut(profileId, told.value);
      // Another question may be open by now, or none.
      if (store.getState().asked !== asked) {
        if (!told.ok) note(profileId, { kind: 'failed', title: failedTitles[asked.kind], problem: told.failure });
        return;
      }
      store.setState(told.ok ? { asked: null, isBusy: false } : { isBusy: false, problem: told.failure });
    },
    close: () => store.setState({ asked: null, isBusy: false, problem: null }),
    async remove(profileId, { id, name, path }) {
      const answer = await ask(() => client.repositories.remove({ profile: profileId, repository: id }));
      if (answer.ok) onGone(profileId, id);
      note(
        profileId,
        answer.ok
          ? { kind: 'removed', name, path }
          : { kind: 'failed', title: `Removing ${name} from the list failed`, problem: answer.failure },
      );
      return answer.ok;
    },
    async undo(profileId) {
      const last = store.getState().notes[profileId];
      if (last?.kind === 'removed') await add(profileId, last.path);
    },
    dismiss: (profileId) => note(profileId, null),
  };
}
