import { once } from 'node:events';
import ssh2, { type Connection, type ParsedKey } from 'ssh2';
import { onTestFinished } from 'vitest';

/** The parts of an ssh2 1.17 server connection that let it say what its own API has no word for. */
interface ConnectionInternals {
  readonly _protocol: {
    readonly _kex: { readonly sessionID: Buffer };
    readonly _handlers: { GLOBAL_REQUEST(protocol: unknown, name: string, wantsReply: boolean, data: unknown): void };
    readonly _packetRW: {
      readonly write: { readonly allocStart: number; alloc(size: number): Buffer; finalize(packet: Buffer): Buffer };
    };
    readonly _cipher: { encrypt(packet: Buffer): void };
    requestSuccess(data: Buffer): void;
  };
}

const prove = 'hostkeys-prove-00@openssh.com';

const field = (content: string | Buffer) => {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

/** A public key and who signs for it; an honest host signs with the key itself. */
export interface AnnouncedKey {
  readonly key: ParsedKey;
  readonly signer: ParsedKey;
}

/** A server on loopback that lets everybody in and announces these keys, whether it holds them or not. */
export async function startAnnouncingServer(
  hostKey: string,
  announced: readonly AnnouncedKey[],
): Promise<{ port: number; proofCount: () => number }> {
  let proofCount = 0;
  const announce = (connection: Connection) => {
    const protocol = (connection as unknown as ConnectionInternals)._protocol;
    const handle = protocol._handlers.GLOBAL_REQUEST;
    protocol._handlers.GLOBAL_REQUEST = (from, name, wantsReply, data) => {
      if (name !== prove) return handle(from, name, wantsReply, data);
      const signatures = announced.map(({ key, signer }) => {
        const proof = signer.sign(Buffer.concat([prove, protocol._kex.sessionID, key.getPublicSSH()].map(field)));
        return field(Buffer.concat([field(key.type), field(proof)]));
      });
      proofCount += 1;
      protocol.requestSuccess(Buffer.concat(signatures));
    };
    const keys = announced.map(({ key }) => field(key.getPublicSSH()));
    // 80 is SSH_MSG_GLOBAL_REQUEST; no reply is wanted.
    const payload = Buffer.concat([Buffer.from([80]), field('hostkeys-00@openssh.com'), Buffer.from([0]), ...keys]);
    const { write } = protocol._packetRW;
    const start = write.allocStart;
    const packet = write.alloc(payload.length);
    packet.set(payload, start);
    protocol._cipher.encrypt(write.finalize(packet));
  };
  const server = new ssh2.Server({ hostKeys: [hostKey], ident: 'OpenSSH_9.9' }, (connection) => {
    connection.on('error', () => connection.end());
    connection.on('authentication', (context) => context.accept());
    connection.on('ready', () => announce(connection));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port was given.');
  return { port: address.port, proofCount: () => proofCount };
}
