import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A TCP proxy on loopback that can hurt the connections through it. */
export interface LinkProxy {
  readonly port: number;
  /** Connections taken since the start. */
  connectionCount(): number;
  /** Ends every connection with a RST. */
  reset(): void;
  /** Carries nothing any more, in either direction, and says nothing about it. */
  freeze(): void;
  /** Carries nothing from the client to the server any more; the other direction goes on. */
  freezeUpstream(): void;
  /** Carries new connections again; the frozen ones stay frozen. */
  thaw(): void;
  /** Ends what stayed frozen, once both ends have given it up. */
  dropFrozen(): void;
  /** Refuses connections (true) or takes them again (false). */
  refuse(isRefusing: boolean): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a proxy in front of a loopback port. */
export async function startLinkProxy(targetPort: number): Promise<LinkProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let count = 0;
  const frozen = new Set<readonly [Socket, Socket]>();
  let isFrozen = false;
  const take = (near: Socket) => {
    count++;
    const far = connect(targetPort, '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('error', () => to.destroy());
      from.on('close', () => {
        to.destroy();
        pairs.delete(pair);
      });
      if (!isFrozen) from.pipe(to);
    }
  };
  let server = createServer(take).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  const { port } = address;
  const closeServer = async () => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    await closed;
  };
  return {
    port,
    connectionCount: () => count,
    reset: () => {
      for (const [near] of pairs) near.resetAndDestroy();
    },
    freeze: () => {
      isFrozen = true;
      for (const pair of pairs) {
        frozen.add(pair);
        const [near, far] = pair;
        near.unpipe(far).pause();
        far.unpipe(near).pause();
      }
    },
    freezeUpstream: () => {
      for (const [near, far] of pairs) near.unpipe(far).pause();
    },
    thaw: () => {
      isFrozen = false;
    },
    dropFrozen: () => {
      for (const [near, far] of frozen) {
        near.destroy();
        far.destroy();
      }
      frozen.clear();
    },
    refuse: async (isRefusing) => {
      if (isRefusing) {
        for (const [near] of pairs) near.resetAndDestroy();
        await closeServer();
      } else {
        server = createServer(take).listen(port, '127.0.0.1');
        await once(server, 'listening');
      }
    },
    stop: async () => {
      for (const [near, far] of pairs) {
        near.destroy();
        far.destroy();
      }
      await closeServer();
    },
  };
}
