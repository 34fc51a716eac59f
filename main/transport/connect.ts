import type { CallOptions, Client, Contract, MethodDefinition } from '../contract/define.ts';
import type { Channel, WireMessage } from './channel.ts';
import { ChannelClosedError, RemoteError } from './errors.ts';
import { StreamReader } from './stream-reader.ts';
import { windowOf } from './wire.ts';

type Listener = (message: WireMessage | 'closed') => void;

function errorOf(message: WireMessage & { readonly type: 'error' }): Error {
  return message.code === 'closed' ? new ChannelClosedError() : new RemoteError(message.code, message.message);
}

/** One client's calls and streams over one channel. */
class Caller {
  readonly #channel: Channel;
  readonly #listeners = new Map<number, Listener>();
  #lastId = 0;
  #isClosed = false;

  constructor(channel: Channel) {
    this.#channel = channel;
    channel.onMessage((message) => this.#listeners.get(message.id)?.(message));
    channel.onClose(() => {
      this.#isClosed = true;
      for (const listener of this.#listeners.values()) listener('closed');
    });
  }

  call(method: string, input: unknown, signal: AbortSignal | undefined): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const id = ++this.#lastId;
    const settle = (action: () => void) => {
      this.#listeners.delete(id);
      signal?.removeEventListener('abort', onAbort);
      action();
    };
    const onAbort = () => {
      this.#channel.send({ type: 'cancel', id });
      settle(() => reject(signal?.reason));
    };
    if (signal?.aborted === true) return Promise.reject(signal.reason);
    try {
      this.#request(id, method, input, (message) => {
        if (message === 'closed') settle(() => reject(new ChannelClosedError()));
        else if (message.type === 'result') settle(() => resolve(message.value));
        else if (message.type === 'error') settle(() => reject(errorOf(message)));
      });
      signal?.addEventListener('abort', onAbort);
    } catch (error) {
      settle(() => reject(error));
    }
    return promise;
  }

  stream(
    method: string,
    input: unknown,
    signal: AbortSignal | undefined,
    definition: MethodDefinition,
  ): AsyncIterable<unknown> {
    const id = ++this.#lastId;
    const reader = new StreamReader(
      {
        open: () =>
          this.#request(id, method, input, (message) => {
            if (message === 'closed') reader.finish({ error: new ChannelClosedError() });
            else if (message.type === 'item') reader.push(message.value);
            else if (message.type === 'end') reader.finish('done');
            else if (message.type === 'error') reader.finish({ error: errorOf(message) });
          }),
        credit: (count) => this.#channel.send({ type: 'credit', id, count }),
        over: (isCancel) => {
          this.#listeners.delete(id);
          if (isCancel) this.#channel.send({ type: 'cancel', id });
        },
      },
      signal,
      windowOf(definition),
    );
    return reader;
  }

  #request(id: number, method: string, input: unknown, listener: Listener): void {
    if (this.#isClosed) throw new ChannelClosedError();
    this.#listeners.set(id, listener);
    this.#channel.send({ type: 'request', id, method, input });
  }
}

/**
 * The typed client of a contract over a channel. Calls reject with `ChannelClosedError` when the channel is or gets closed,
 * with `RemoteError` when the other side has a bug, and with the signal's reason when they are cancelled.
 */
export function connect<C extends Contract>(contract: C, channel: Channel): Client<C> {
  const caller = new Caller(channel);
  const clientOf = ([capability, methods]: [string, Contract[string]]) => [
    capability,
    Object.fromEntries(
      Object.entries(methods).map(([method, definition]) => [
        method,
        (input: unknown, options?: CallOptions) =>
          caller[definition.kind](`${capability}.${method}`, input, options?.signal, definition),
      ]),
    ),
  ];
  return Object.fromEntries(Object.entries(contract).map(clientOf)) as Client<C>;
}
