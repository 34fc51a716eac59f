import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import { fail, succeed } from '../../../main/contract/failure.ts';
import type { Forward } from '../../../main/contract/forwards.ts';
import type { HostStatus } from '../../../main/contract/hosts.ts';
import { profile as profileSchema } from '../../../main/contract/profiles.ts';
import { createForwards, type Forwards } from '../../../main/core/forwards/forwards.ts';
import type { Gate } from '../../../main/core/gate/gate.ts';
import type { Host } from '../../../main/core/host.ts';
import { ChannelRefusedError, LinkLostError } from '../../../main/core/ssh/link.ts';
import { createProcessLink } from '../../support/fakes/process-link.ts';
import { startGate, temporaryDirectory } from '../gate/harness.ts';
import { openPlainChannel } from '../gate/plain-channel.ts';

/** The forwards of one host whose ports are this machine's; its link goes and comes as a test wants it. */
export interface Scene {
  readonly forwards: Forwards;
  readonly gate: Gate;
  readonly directory: string;
  /** Addresses of the host that were dialled. */
  readonly dialled: string[];
  setLink(state: HostStatus['state']): void;
  /** Where the profile leads from now on. */
  moveTo(address: string): void;
  /** The next that is told. */
  told(): Promise<readonly Forward[]>;
}

const profile = profileSchema.parse({ id: 'vps', name: 'vps', address: '192.0.2.1', user: 'me' });
export const context = { signal: new AbortController().signal };

export async function startScene(directory?: string): Promise<Scene> {
  const own = directory ?? (await temporaryDirectory());
  const gate = await startGate({ directory: own });
  const listeners = new Set<(status: HostStatus) => void>();
  const waiters = new Set<() => void>();
  const channels = new Set<{ destroy(): void }>();
  const dialled: string[] = [];
  let state: HostStatus['state'] = 'connected';
  let address = profile.address;
  const plain = createProcessLink({});
  const status = (): HostStatus => ({ ...plain.status(), profileId: 'vps', state });
  const link = {
    ...plain,
    profileId: 'vps',
    status,
    connect: async () => succeed(status()),
    whenConnected: async () => {
      if (state !== 'connected') await new Promise<void>((resolve) => waiters.add(resolve));
      return succeed(status());
    },
    forward: async (host: string, port: number) => {
      if (state !== 'connected') throw new LinkLostError('the link is down');
      dialled.push(host);
      const channel = await openPlainChannel(port).catch(() => {
        throw new ChannelRefusedError('connect-failed', 'nobody there');
      });
      channels.add(channel);
      return channel;
    },
  };
  const host = (): Host => ({
    profile: { ...profile, address },
    link,
    remote: {
      call: () => Promise.reject(new Error('not asked')),
      operate: () => Promise.reject(new Error('not asked')),
      send: () => Promise.reject(new Error('not asked')),
      sample: () => Promise.reject(new Error('not asked')),
      attach: () => Promise.reject(new Error('not asked')),
      dispose: () => {},
    },
  });
  const forwards = createForwards({
    storePath: join(own, 'forwards.json'),
    gate,
    findHost: async () => succeed(host()),
    findKnownHost: async () => succeed(host()),
    resolveRepository: async (_host, reference) =>
      reference === 'missing'
        ? fail('repository-not-found', 'input', 'There is none.', 'List them.')
        : succeed({ id: reference }),
    onDidChangeStatus: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    randomHex: (byteCount) => randomBytes(byteCount).toString('hex'),
    logger: pino({ level: 'silent' }),
  });
  onTestFinished(() => forwards.dispose());
  return {
    forwards,
    gate,
    directory: own,
    dialled,
    setLink(next) {
      state = next;
      if (next !== 'connected') for (const channel of channels) channel.destroy();
      for (const listener of listeners) listener(status());
      if (next === 'connected') for (const wake of waiters) wake();
      waiters.clear();
    },
    moveTo(next) {
      address = next;
    },
    async told() {
      const abort = new AbortController();
      try {
        for await (const all of forwards.handlers.watch({}, { signal: abort.signal })) return all;
      } finally {
        abort.abort();
      }
      throw new Error('nothing was told');
    },
  };
}

/** A server of this machine, closed after the test. */
export async function startServer(onConnection: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    onConnection(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return (server.address() as AddressInfo).port;
}

/** A client of this machine, closed after the test. */
export function dial(port: number | null): Socket {
  const socket = connect({ port: port ?? 0, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  return socket;
}
