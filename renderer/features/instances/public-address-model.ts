import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask, type Problem } from '../../api/problem.ts';
import type { InstanceReference } from './instance-settings-model.ts';

/** Where the dialog is; the password is in the page only while it is open. */
export type PublicAddressState =
  | { readonly phase: 'closed' }
  | { readonly phase: 'asking'; readonly reference: InstanceReference }
  | { readonly phase: 'failed'; readonly reference: InstanceReference; readonly problem: Problem }
  | {
      readonly phase: 'ready';
      readonly reference: InstanceReference;
      readonly url: string;
      readonly password: string;
    };

/** The public address of one instance at a time, in a dialog. */
export interface PublicAddressModel {
  readonly store: StoreApi<PublicAddressState>;
  /** Opens the dialog and asks the host; asks again when it is open. */
  open(reference: InstanceReference): Promise<void>;
  /** Closes the dialog and forgets the password. */
  close(): void;
}

/** Makes the model, closed. */
export function createPublicAddressModel(client: Pick<BerthClient, 'instances'>): PublicAddressModel {
  const store = createStore<PublicAddressState>(() => ({ phase: 'closed' }));
  return {
    store,
    async open(reference) {
      const asking: PublicAddressState = { phase: 'asking', reference };
      store.setState(asking, true);
      const { profileId: profile, repositoryId: repository } = reference;
      const answer = await ask(() => client.instances.publicAddress({ profile, repository }));
      // Closed, or opened for another one meanwhile: then the answer belongs to nobody.
      if (store.getState() !== asking) return;
      store.setState(
        answer.ok
          ? { phase: 'ready', reference, ...answer.value }
          : { phase: 'failed', reference, problem: answer.failure },
        true,
      );
    },
    close: () => store.setState({ phase: 'closed' }, true),
  };
}

/** Whether others on the way can read what goes to this address. */
export function isReadableOnTheWay(url: string): boolean {
  return !url.startsWith('https://');
}
