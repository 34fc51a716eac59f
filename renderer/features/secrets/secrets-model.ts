import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Result } from '../../../main/contract/failure.ts';
import type { SecretsStatus } from '../../../main/contract/secrets.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask, type Problem } from '../../api/problem.ts';

/** What the page knows of the remembered secrets; never one of them. */
export interface SecretsState {
  /** Null until it was told. */
  readonly status: SecretsStatus | null;
  /** Why it cannot be told. */
  readonly problem: Problem | null;
  readonly isShown: boolean;
}

/** Where secrets are remembered on this computer. Each action answers what went wrong, or null. */
export interface SecretsModel {
  readonly store: StoreApi<SecretsState>;
  /** Asks how things stand; another copy of Berth may have changed it. */
  load(): Promise<void>;
  /** Opens the dialog. */
  show(): void;
  close(): void;
  protect(passphrase: string, previous: string | null): Promise<Problem | null>;
  open(passphrase: string): Promise<Problem | null>;
  lock(): Promise<Problem | null>;
  forgetAll(): Promise<Problem | null>;
}

/** Makes the model; it knows nothing yet. */
export function createSecretsModel(client: Pick<BerthClient, 'secrets'>): SecretsModel {
  const store = createStore<SecretsState>(() => ({ status: null, problem: null, isShown: false }));
  /** What another call answered meanwhile must not be covered by an older answer. */
  let lastCall = 0;
  const act = async (question: () => Promise<Result<SecretsStatus>>): Promise<Problem | null> => {
    lastCall += 1;
    const call = lastCall;
    const answer = await ask(question);
    if (answer.ok && call === lastCall) store.setState({ status: answer.value, problem: null });
    return answer.ok ? null : answer.failure;
  };
  const load = async () => {
    const loading = act(() => client.secrets.status({}));
    const call = lastCall;
    const problem = await loading;
    if (problem !== null && call === lastCall) store.setState({ problem });
  };
  return {
    store,
    load,
    show() {
      store.setState({ isShown: true });
      void load();
    },
    close: () => store.setState({ isShown: false }),
    protect: (passphrase, previous) => act(() => client.secrets.protect({ passphrase, previous })),
    open: (passphrase) => act(() => client.secrets.open({ passphrase })),
    lock: () => act(() => client.secrets.lock({})),
    forgetAll: () => act(() => client.secrets.forgetAll({})),
  };
}

/** Where a secret would be remembered, to be read after "Remember it"; null when it cannot be. */
export function rememberPlace(status: SecretsStatus | null): string | null {
  if (status === null || status.kind === 'none' || status.isLocked) return null;
  return status.kind === 'keychain' ? 'in the keychain of this computer' : 'under your master passphrase';
}
