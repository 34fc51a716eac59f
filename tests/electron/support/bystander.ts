import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A service of this machine that no page has any business with. */
export interface Bystander {
  readonly port: number;
  /** How many connected so far, or sent a datagram. */
  connectionCount(): number;
  close(): Promise<void>;
}

/** Starts one on loopback; it takes connections and datagrams, and says nothing. */
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
  const { port } = server.address() as AddressInfo;
  const datagrams = createSocket('udp4');
  datagrams.on('message', () => {
    connectionCount += 1;
  });
  await new Promise<void>((resolve) => datagrams.bind(port, '127.0.0.1', resolve));
  return {
    port,
    connectionCount: () => connectionCount,
    close: () => {
      datagrams.close();
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      });
    },
  };
}
