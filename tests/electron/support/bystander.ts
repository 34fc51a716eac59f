import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A service of this machine that no page has any business with. */
export interface Bystander {
  readonly port: number;
  /** Who connected so far. */
  connectionCount(): number;
  close(): Promise<void>;
}

/** Starts one on loopback; it takes connections and says nothing. */
export async function startBystander(): Promise<Bystander> {
  const sockets = new Set<Socket>();
  let connectionCount = 0;
  const server = createServer((socket) => {
    connectionCount += 1;
    sockets.add(socket);
    // Whoever hangs up hard is no matter here.
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    connectionCount: () => connectionCount,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      });
    },
  };
}
