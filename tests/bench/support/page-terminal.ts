import { once } from 'node:events';
import { WebSocket, WebSocketServer } from 'ws';
import { type CoreContract, coreContract } from '../../../main/contract/contract.ts';
import type { Client } from '../../../main/contract/define.ts';
import type { TerminalSize } from '../../../main/contract/session-words.ts';
import type { Core } from '../../../main/core/core.ts';
import { connect } from '../../../main/transport/connect.ts';
import { serve } from '../../../main/transport/serve.ts';
import {
  MAX_ANSWER_BYTES,
  openWebSocketChannel,
  type SocketLike,
  webSocketChannel,
} from '../../../main/transport/web-socket.ts';
import type { TypedTerminal } from './typist.ts';

/** Asks a core as a page does, over a WebSocket of the loopback. */
export async function connectAsPage(core: Core, stack: AsyncDisposableStack): Promise<Client<CoreContract>> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  stack.defer(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  server.on('connection', (socket) => {
    serve(coreContract, core.handlers, webSocketChannel(socket as SocketLike, { maxSendBytes: MAX_ANSWER_BYTES }), {
      onBug: ({ method, error }) => console.error(`a bug in ${method}:`, error),
    });
  });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the WebSocket has no port');
  const channel = await openWebSocketChannel(new WebSocket(`ws://127.0.0.1:${address.port}`));
  stack.defer(() => channel.close());
  return connect(coreContract, channel);
}

/** A view of a session as a page has one. */
export async function openPageTerminal(
  client: Client<CoreContract>,
  asked: { readonly profile: string; readonly session: string; readonly size: TerminalSize },
  stack: AsyncDisposableStack,
): Promise<TypedTerminal> {
  const left = new AbortController();
  stack.defer(() => left.abort());
  const opened = Promise.withResolvers<string>();
  let listener: (bytes: Uint8Array) => void = () => {};
  const read = async () => {
    for await (const item of client.sessions.attach({ ...asked, isControlling: true }, { signal: left.signal })) {
      if (item.type === 'opened') opened.resolve(item.view);
      else if (item.type === 'output') listener(item.bytes);
      else if (item.type === 'failed') opened.reject(new Error(item.failure.message));
    }
  };
  // It ends by the abort.
  read().catch(opened.reject);
  const view = await opened.promise;
  return {
    onOutput: (next) => {
      listener = next;
    },
    type: (bytes) => void client.sessions.type({ view, bytes }),
  };
}
