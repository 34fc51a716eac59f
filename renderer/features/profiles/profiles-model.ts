import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Profile, ProfileDraft } from '../../../main/contract/profiles.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { type Answer, ask, type Problem } from '../../api/problem.ts';

/** The saved profiles as the page knows them. */
export interface ProfilesState {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly profiles: readonly Profile[];
  readonly problem: Problem | null;
}

/** Saved profiles, and what can be done with them. */
export interface ProfilesModel {
  readonly store: StoreApi<ProfilesState>;
  load(): Promise<void>;
  add(draft: ProfileDraft): Promise<Answer<Profile>>;
  edit(profileId: string, draft: ProfileDraft): Promise<Answer<Profile>>;
  remove(profileId: string): Promise<Answer<{ readonly id: string; readonly name: string }>>;
}

/** Makes the model; nothing is loaded yet. */
export function createProfilesModel(client: Pick<BerthClient, 'profiles'>): ProfilesModel {
  const store = createStore<ProfilesState>(() => ({ state: 'loading', profiles: [], problem: null }));
  const change = (update: (profiles: readonly Profile[]) => readonly Profile[]) =>
    store.setState(({ profiles }) => ({ profiles: update(profiles) }));

  return {
    store,
    async load() {
      const answer = await ask(() => client.profiles.list({}));
      if (answer.ok) store.setState({ state: 'ready', profiles: answer.value, problem: null });
      else store.setState({ state: 'failed', problem: answer.failure });
    },
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
  };
}
