import { KeyObject } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import ssh2 from 'ssh2';
import { expect, onTestFinished, test } from 'vitest';
import { keepKeyObjects } from '../../../main/core/ssh/connection/key-objects.ts';
import { knownHostsLine, makeDesk, makeProfile, runCommand } from './harness.ts';
import { startSshd } from './sshd.ts';

/** What the installed ssh2 keeps its keys in; a release that keeps them elsewhere fails here and not silently. */
interface Internals {
  readonly _protocol: { readonly _cipher: { _encKey?: unknown }; readonly _decipher: { _decipherKey?: unknown } };
}

test('the keys of both directions are key objects after each key exchange', async () => {
  const sshd = await startSshd({ settings: ['RekeyLimit 1M'] });
  onTestFinished(() => sshd.stop());
  const client = new ssh2.Client();
  onTestFinished(() => void client.end());
  keepKeyObjects(client);
  client.connect({
    host: '127.0.0.1',
    port: sshd.port,
    username: 'root',
    privateKey: await readFile(sshd.keyPath),
    algorithms: { cipher: ['aes128-gcm@openssh.com'] },
  });
  await once(client, 'ready');
  const keys = () => {
    const { _cipher, _decipher } = (client as unknown as Internals)._protocol;
    return [_cipher._encKey, _decipher._decipherKey].map((key) =>
      key instanceof KeyObject ? key.export().toString('hex') : null,
    );
  };
  const first = keys();
  expect(first).not.toContain(null);
  const isRekeyed = once(client, 'handshake');
  client.exec('head -c 3000000 /dev/zero', (_error, channel) => channel.resume());
  await isRekeyed;
  const second = keys();
  expect(second).not.toContain(null);
  expect(first).not.toContain(second[0]);
  expect(first).not.toContain(second[1]);
});

test.each(['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr', 'chacha20-poly1305@openssh.com'])(
  'what is carried stays whole over many key exchanges with %s',
  async (cipher) => {
    const sshd = await startSshd({ settings: [`Ciphers ${cipher}`, 'RekeyLimit 1M'] });
    onTestFinished(() => sshd.stop());
    const desk = await makeDesk();
    await desk.writeKnownHosts(sshd.hostKeys.map((key) => knownHostsLine(sshd.port, key)).join(''));
    const link = desk.link(makeProfile(sshd.port, { keyPath: sshd.keyPath }));
    expect(await link.connect()).toMatchObject({ ok: true });
    const { out, end } = await runCommand(link, 'seq -w 1 1000000');
    expect(end).toEqual({ kind: 'exited', code: 0 });
    expect([out.length, out.slice(0, 8), out.slice(-8)]).toEqual([8_000_000, '0000001\n', '1000000\n']);
    expect((await sshd.log()).match(/rekey/gi)?.length ?? 0).toBeGreaterThan(4);
  },
);
