import type { Client, Contract } from '../contract/define.ts';
import { connect } from './connect.ts';
import { ChannelClosedError } from './errors.ts';
import { memoryPair } from './memory.ts';
import { type ConnectionState, Redialler, type RedialOptions } from './redial.ts';

/** A client whose channel may be lost and dialled again. */
export interface ReconnectingClient<C extends Contract> {
  /**
   * Rejects with `ChannelClosedError` while the connection is down, and for what is in flight when it drops.
   * Streams end with that error too; whoever needs one asks again on reconnect.
   */
  readonly client: Client<C>;
  state(): ConnectionState;
  /** Resolves once connected; rejects with `ChannelClosedError` once closed for good. */
  whenConnected(): Promise<void>;
  /** Calls the listener with every new state; the returned function unsubscribes. */
  onDidChangeState(listener: (state: ConnectionState) => void): () => void;
  /** Told when a connection that was there before is back. */
  onDidReconnect(listener: () => void): () => void;
  /** Dials at once when it is waiting for the next attempt. */
  dialNow(): void;
  close(): void;
}

type RawClient = Readonly<Record<string, Readonly<Record<string, (...args: unknown[]) => unknown>>>>;

/** The client of a channel that is closed already: every call rejects as one on a lost channel does. */
function closedClient(contract: Contract): RawClient {
  const [channel] = memoryPair();
  channel.close();
  return connect(contract, channel) as RawClient;
}

/** Connects a contract over channels that `dial` opens, again and again, until `close`. */
export function reconnecting<C extends Contract>(contract: C, options: RedialOptions): ReconnectingClient<C> {
  let current = closedClient(contract);
  const redialler = new Redialler(options, (channel) => {
    current = connect(contract, channel) as RawClient;
  });

  const client = Object.fromEntries(
    Object.entries(contract).map(([capability, methods]) => [
      capability,
      Object.fromEntries(
        Object.keys(methods).map((method) => [
          method,
          (...args: unknown[]) => current[capability]?.[method]?.(...args),
        ]),
      ),
    ]),
  ) as Client<C>;

  return {
    client,
    state: () => redialler.state,
    whenConnected() {
      return new Promise((resolve, reject) => {
        const look = (state: ConnectionState) => {
          if (state === 'connected') resolve();
          else if (state === 'closed') reject(new ChannelClosedError());
          else return;
          unsubscribe();
        };
        const unsubscribe = redialler.onDidChangeState(look);
        look(redialler.state);
      });
    },
    onDidChangeState: (listener) => redialler.onDidChangeState(listener),
    onDidReconnect(listener) {
      let wasConnected = redialler.state === 'connected';
      return redialler.onDidChangeState((state) => {
        if (state !== 'connected') return;
        if (wasConnected) listener();
        wasConnected = true;
      });
    },
    dialNow: () => redialler.dialNow(),
    close: () => redialler.close(),
  };
}
