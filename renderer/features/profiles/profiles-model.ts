import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ImportReport, SshConfigHost } from '../../../main/contract/profile-exchange.ts';
import type { Profile, ProfileDraft } from '../../../main/contract/profiles.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { type Answer, ask, type Problem } from '../../api/problem.ts';

/** The saved profiles as the page knows them. */
export interface ProfilesState {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly profiles: readonly Profile[];
  readonly problem: Problem | null;
  /** What failed in the list itself, with its name for the card. */
  readonly listProblem: { readonly title: string; readonly problem: Problem } | null;
}

/** What `~/.ssh/config` holds. */
export interface SshConfigReading {
  readonly hosts: readonly SshConfigHost[];
  readonly problems: readonly { readonly file: string; readonly lineNumber: number; readonly message: string }[];
}

/** Saved profiles, and what can be done with them. */
export interface ProfilesModel {
  readonly store: StoreApi<ProfilesState>;
  load(): Promise<void>;
  add(draft: ProfileDraft): Promise<Answer<Profile>>;
  edit(profileId: string, draft: ProfileDraft): Promise<Answer<Profile>>;
  remove(profileId: string): Promise<Answer<{ readonly id: string; readonly name: string }>>;
  /** The copy, or null when there is none; why is told in `listProblem`. */
  duplicate(profileId: string): Promise<Profile | null>;
  /** Shows the order at once, and the former one again when it cannot be saved; then it is told in `listProblem`. */
  arrange(profileIds: readonly string[]): Promise<void>;
  dismissListProblem(): void;
  exportText(profileIds: readonly string[]): Promise<Answer<{ readonly document: string; readonly count: number }>>;
  importText(document: string): Promise<Answer<ImportReport>>;
  readSshConfig(): Promise<Answer<SshConfigReading>>;
  importSshConfig(hosts: readonly string[], isLive: boolean): Promise<Answer<ImportReport>>;
}

/** Makes the model; nothing is loaded yet. */
export function createProfilesModel(client: Pick<BerthClient, 'profiles'>): ProfilesModel {
  const store = createStore<ProfilesState>(() => ({
    state: 'loading',
    profiles: [],
    problem: null,
    listProblem: null,
  }));
  const change = (update: (profiles: readonly Profile[]) => readonly Profile[]) =>
    store.setState(({ profiles }) => ({ profiles: update(profiles) }));
  let arrangingCount = 0;
  let savedOrder: readonly string[] = [];
  const putInOrder = (order: readonly string[]) => {
    const place = (id: string) => (order.includes(id) ? order.indexOf(id) : order.length);
    change((profiles) => [...profiles].sort((one, other) => place(one.id) - place(other.id)));
  };
  const nameOf = (profileId: string) =>
    store.getState().profiles.find(({ id }) => id === profileId)?.name ?? 'the server';
  const load = async () => {
    const answer = await ask(() => client.profiles.list({}));
    if (answer.ok) store.setState({ state: 'ready', profiles: answer.value, problem: null });
    else store.setState({ state: 'failed', problem: answer.failure });
  };
  const withList = async (answer: Answer<ImportReport>) => {
    if (answer.ok && answer.value.added.length > 0) await load();
    return answer;
  };

  return {
    store,
    load,
    async add(draft) {
      const answer = await ask(() => client.profiles.add(draft));
      if (answer.ok) change((profiles) => [...profiles, answer.value]);
      return answer;
    },
    async edit(profileId, draft) {
      const answer = await ask(() => client.profiles.edit({ profile: profileId, draft }));
      if (answer.ok) change((profiles) => profiles.map((known) => (known.id === profileId ? answer.value : known)));
      return answer;
    },
    async remove(profileId) {
      const answer = await ask(() => client.profiles.remove({ profile: profileId }));
      if (answer.ok) change((profiles) => profiles.filter((known) => known.id !== profileId));
      return answer;
    },
    async duplicate(profileId) {
      const answer = await ask(() => client.profiles.duplicate({ profile: profileId }));
      if (!answer.ok) {
        const title = `Duplicating ${nameOf(profileId)} failed`;
        store.setState({ listProblem: { title, problem: answer.failure } });
        return null;
      }
      const copy = answer.value;
      change((profiles) => profiles.flatMap((known) => (known.id === profileId ? [known, copy] : [known])));
      return copy;
    },
    async arrange(profileIds) {
      if (arrangingCount === 0) savedOrder = store.getState().profiles.map(({ id }) => id);
      arrangingCount += 1;
      putInOrder(profileIds);
      const answer = await ask(() => client.profiles.arrange({ profiles: [...profileIds] }));
      arrangingCount -= 1;
      if (answer.ok) {
        savedOrder = profileIds;
        return;
      }
      // A step that was taken meanwhile is shown already, and may be saved.
      if (arrangingCount === 0) putInOrder(savedOrder);
      store.setState({ listProblem: { title: 'Saving the order failed', problem: answer.failure } });
    },
    dismissListProblem: () => store.setState({ listProblem: null }),
    exportText: (profileIds) => ask(() => client.profiles.export({ profiles: [...profileIds] })),
    importText: async (document) => withList(await ask(() => client.profiles.import({ document }))),
    readSshConfig: () => ask(() => client.profiles.readSshConfig({})),
    importSshConfig: async (hosts, isLive) =>
      withList(await ask(() => client.profiles.importSshConfig({ hosts: [...hosts], isLive }))),
  };
}
