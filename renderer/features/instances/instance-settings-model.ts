import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HostSupervision } from '../../../main/contract/hosts.ts';
import type { InstanceSettings } from '../../../main/contract/instances.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { type Answer, ask, type Problem } from '../../api/problem.ts';

/** Whose settings are shown. */
export interface InstanceReference {
  readonly profileId: string;
  readonly repositoryId: string;
  /** The repository's name, for the title. */
  readonly repository: string;
}

/** Where the dialog is. */
export type InstanceSettingsState =
  | { readonly phase: 'closed' }
  | { readonly phase: 'reading'; readonly reference: InstanceReference }
  | { readonly phase: 'failed'; readonly reference: InstanceReference; readonly problem: Problem }
  | {
      readonly phase: 'ready';
      readonly reference: InstanceReference;
      readonly settings: InstanceSettings;
      /** Null when the host did not tell; a limit may then count or not. */
      readonly supervision: HostSupervision | null;
      /** Minutes after which the host's instances sleep, 0 is never; null when the host did not tell. */
      readonly hostIdleMinutes: number | null;
    };

/** One dialog per page, so that a menu anywhere can open it. */
const opened = createStore<InstanceSettingsState>(() => ({ phase: 'closed' }));

/** Opens the settings of an instance. */
export function openInstanceSettings(reference: InstanceReference): void {
  opened.setState({ phase: 'reading', reference }, true);
}

/** Closes the dialog. */
export function closeInstanceSettings(): void {
  opened.setState({ phase: 'closed' }, true);
}

/** The settings of one instance at a time. */
export interface InstanceSettingsModel {
  readonly store: StoreApi<InstanceSettingsState>;
  /** Reads what `openInstanceSettings` asked for. */
  read(): Promise<void>;
  /** Saves; the instance keeps its old settings until its next start. */
  save(settings: InstanceSettings): Promise<Answer<InstanceSettings>>;
}

/** Makes the model. */
export function createInstanceSettingsModel(
  client: Pick<BerthClient, 'instances' | 'hosts'>,
  store: StoreApi<InstanceSettingsState> = opened,
): InstanceSettingsModel {
  const isStill = (reference: InstanceReference) => {
    const state = store.getState();
    return state.phase !== 'closed' && state.reference === reference;
  };
  return {
    store,
    async read() {
      const state = store.getState();
      if (state.phase === 'closed') return;
      const { reference } = state;
      const { profileId: profile, repositoryId: repository } = reference;
      store.setState({ phase: 'reading', reference }, true);
      const [settings, supervision, host] = await Promise.all([
        ask(() => client.instances.settings({ profile, repository })),
        ask(() => client.hosts.supervision({ profile })),
        ask(() => client.hosts.settings({ profile })),
      ]);
      if (!isStill(reference)) return;
      if (!settings.ok) return store.setState({ phase: 'failed', reference, problem: settings.failure }, true);
      store.setState(
        {
          phase: 'ready',
          reference,
          settings: settings.value,
          supervision: supervision.ok ? supervision.value : null,
          hostIdleMinutes: host.ok ? host.value.idleMinutes : null,
        },
        true,
      );
    },
    async save(settings) {
      const state = store.getState();
      if (state.phase !== 'ready') throw new Error('Settings were saved before they were read');
      const { profileId: profile, repositoryId: repository } = state.reference;
      const answer = await ask(() => client.instances.configure({ profile, repository, settings }));
      if (answer.ok && isStill(state.reference)) store.setState({ ...state, settings: answer.value }, true);
      return answer;
    },
  };
}
