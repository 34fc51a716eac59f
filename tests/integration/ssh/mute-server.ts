import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import ssh2 from 'ssh2';
import { onTestFinished } from 'vitest';
import { makeHostKeys } from '../../support/host-keys.ts';
import { knownHostsLine, makeDesk, makeProfile } from './harness.ts';

/** A stand-in for a host that opens no session and refuses none, which sshd never is; it takes one password. */
export async function startMuteServer(password: string) {
  const keys = makeHostKeys();
  const asked = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const server = new ssh2.Server({ hostKeys: [keys.private] }, (client) => {
    client.on('error', () => {});
    client.on('close', () => gone.resolve());
    client.on('authentication', (login) => {
      if (login.method === 'password' && login.password === password) login.accept();
      else login.reject(['password']);
    });
    client.on('session', () => asked.resolve());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const desk = await makeDesk();
  await desk.writeKnownHosts(knownHostsLine(port, keys.public));
  const link = desk.link(makeProfile(port, { authMethod: 'password', keyPath: null }));
  return { desk, link, asked: asked.promise, gone: gone.promise };
}
