import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { DeliveryLine, type LineConditions } from './delivery-line.ts';

/** A network that misbehaves on demand, in front of one TCP port. */
export interface LinkProxy {
  /** On 127.0.0.1; stays the same over `cut` and `restore`. */
  readonly port: number;
  /** Resets every connection and refuses new ones. */
  cut(): void;
  /** Accepts connections again after `cut`. */
  restore(): Promise<void>;
  /** Half-open: nothing arrives any more, in either direction, and nobody is told. New connections meet silence. */
  freeze(): void;
  /** Everything that was held back arrives. */
  thaw(): void;
  /** One way, for what is sent from now on. */
  setDelayMs(delayMs: number): void;
  /** Per connection and direction; null lifts the limit. */
  setBytesPerSecond(bytesPerSecond: number | null): void;
  /** Delivers in pieces of at most this size; null delivers as it comes. */
  setSplit(byteCount: number | null): void;
  /** Resets all connections once, when this many more bytes have been delivered (both directions together). */
  resetAfterBytes(byteCount: number): void;
  /** How many connections are open. */
  connections(): number;
  /** How many bytes have been delivered since the start, both directions together. */
  deliveredBytes(): number;
  /** Ends everything. */
  close(): Promise<void>;
}

interface Connection {
  readonly near: Socket;
  readonly far: Socket;
  readonly lines: readonly DeliveryLine[];
}

/** How a proxy is to begin. */
export interface LinkProxyOptions {
  /** See `LineConditions`; default 1 MiB, so that a line that stands still is soon felt by the sender. */
  readonly maxQueuedBytes?: number;
}

/** Starts a proxy to `target` on a free port of the loopback. */
export async function startLinkProxy(
  target: { readonly host: string; readonly port: number },
  { maxQueuedBytes = 1024 * 1024 }: LinkProxyOptions = {},
): Promise<LinkProxy> {
  const conditions: LineConditions = {
    delayMs: 0,
    bytesPerSecond: Number.POSITIVE_INFINITY,
    splitBytes: Number.POSITIVE_INFINITY,
    maxQueuedBytes,
    isFrozen: false,
  };
  const open = new Set<Connection>();
  let bytesUntilReset = Number.POSITIVE_INFINITY;
  let deliveredBytes = 0;

  const resetAll = () => {
    for (const { near, far, lines } of open) {
      for (const line of lines) line.stop();
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
    open.clear();
  };
  const countDelivered = (byteCount: number) => {
    deliveredBytes += byteCount;
    bytesUntilReset -= byteCount;
    if (bytesUntilReset > 0) return;
    bytesUntilReset = Number.POSITIVE_INFINITY;
    resetAll();
  };
  const accept = (near: Socket) => {
    const far = connect({ ...target, allowHalfOpen: true, noDelay: true });
    const lines = [
      new DeliveryLine(near, far, conditions, countDelivered),
      new DeliveryLine(far, near, conditions, countDelivered),
    ];
    const connection = { near, far, lines };
    open.add(connection);
    const watch = (socket: Socket, other: Socket) => {
      // A reset on one side is a reset on the other, unless the network is frozen: then nobody hears of it.
      socket.on('error', () => {
        if (!conditions.isFrozen) other.resetAndDestroy();
      });
      socket.on('close', () => {
        if (near.destroyed && far.destroyed) open.delete(connection);
      });
    };
    watch(near, far);
    watch(far, near);
    for (const line of lines) line.look();
  };
  const look = () => {
    for (const { lines } of open) for (const line of lines) line.look();
  };

  let server = await listen(accept, 0);
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The link proxy has no port');
  const { port } = address;

  return {
    port,
    cut() {
      server.close();
      resetAll();
    },
    async restore() {
      if (!server.listening) server = await listen(accept, port);
    },
    freeze() {
      conditions.isFrozen = true;
      look();
    },
    thaw() {
      conditions.isFrozen = false;
      for (const { near, far } of open) {
        if (near.destroyed && !far.destroyed) far.resetAndDestroy();
        if (far.destroyed && !near.destroyed) near.resetAndDestroy();
      }
      look();
    },
    setDelayMs(delayMs) {
      conditions.delayMs = delayMs;
    },
    setBytesPerSecond(bytesPerSecond) {
      conditions.bytesPerSecond = bytesPerSecond ?? Number.POSITIVE_INFINITY;
    },
    setSplit(byteCount) {
      conditions.splitBytes = byteCount ?? Number.POSITIVE_INFINITY;
    },
    resetAfterBytes(byteCount) {
      bytesUntilReset = byteCount;
    },
    connections: () => open.size,
    deliveredBytes: () => deliveredBytes,
    async close() {
      const isClosed = server.listening ? once(server, 'close') : null;
      server.close();
      resetAll();
      await isClosed;
    },
  };
}

async function listen(accept: (socket: Socket) => void, port: number): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, accept);
  // A full backlog makes parallel connections wait a second for the kernel's next try.
  server.listen({ host: '127.0.0.1', port, backlog: 512 });
  await once(server, 'listening');
  return server;
}
