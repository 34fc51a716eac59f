import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AppContract } from '../../main/contract/contract.ts';
import type { ReconnectingClient } from '../../main/transport/reconnecting.ts';
import type { BerthClient } from './berth-client.ts';

/** Whether the page reaches Berth itself (not a host). */
export type SessionState = 'opening' | 'open' | 'lost';

/** The page's one line to Berth; it survives the loss of a channel. */
export interface Session {
  readonly store: StoreApi<SessionState>;
  /** Stays the same object over all channels; calls made while there is no channel reject. */
  readonly client: BerthClient;
  /** Calls the listener for every channel that opens, at once when one is open; the returned function unsubscribes. */
  onOpen(listener: () => void): () => void;
  /** Tries at once instead of waiting for the next attempt. */
  retryNow(): void;
}

/** Watches a reconnecting client and tells the page what it needs to know of it. */
export function createSession(
  connection: Pick<ReconnectingClient<AppContract>, 'client' | 'state' | 'onDidChangeState' | 'dialNow'>,
): Session {
  const store = createStore<SessionState>(() => (connection.state() === 'connected' ? 'open' : 'opening'));
  connection.onDidChangeState((state) => {
    if (state === 'connected') store.setState('open', true);
    // A first attempt that fails is a loss too: the user must read why the page stays empty.
    else if (state === 'waiting' || state === 'closed') store.setState('lost', true);
  });
  return {
    store,
    client: connection.client,
    onOpen(listener) {
      if (connection.state() === 'connected') listener();
      return connection.onDidChangeState((state) => {
        if (state === 'connected') listener();
      });
    },
    retryNow: () => connection.dialNow(),
  };
}
