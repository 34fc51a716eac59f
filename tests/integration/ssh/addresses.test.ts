import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Profile } from '../../../main/contract/profiles.ts';
import { makeFleet } from './fleet.ts';
import { failureOfResult, makeDesk, makeProfile, runCommand } from './harness.ts';
import { freePort, type Sshd, startSshd } from './sshd.ts';

let sshd: Sshd;
beforeAll(async () => {
  const port = await freePort();
  sshd = await startSshd({ port, settings: [`ListenAddress [::1]:${port}`] });
});
afterAll(() => sshd.stop());

const at = (fields: Partial<Profile>) => makeProfile(sshd.port, { keyPath: sshd.keyPath, ...fields });

test.each(['::1', '::1%lo'])(
  'A host at %s is reached, and its key is written down as OpenSSH finds it',
  async (address) => {
    const desk = await makeDesk();
    const profile = at({ address });
    const unknown = failureOfResult(await desk.link(profile).connect());
    expect(unknown).toMatchObject({ kind: 'host-key-unknown', message: expect.stringContaining(address) });
    await desk.knownHosts.trust(profile, unknown.hostKey?.fingerprint ?? '');
    const link = desk.link(profile);
    expect(await link.connect()).toMatchObject({ ok: true });
    expect((await runCommand(link, 'echo $SSH_CONNECTION')).out).toMatch(/^::1/);
    const found = await promisify(execFile)('ssh-keygen', [
      ...['-F', `[${address}]:${sshd.port}`],
      ...['-f', join(desk.data, 'known_hosts')],
    ]);
    expect(found.stdout).toContain(sshd.hostKeys[0]?.split(' ')[1]);
  },
);

test('An IPv6 address is reached over another host too', async () => {
  const { link, desk } = await makeFleet([at({ id: 'a' }), at({ id: 'c', address: '::1', jumpProfileId: 'a' })], []);
  const keys = sshd.hostKeys.flatMap((key) => [`[127.0.0.1]:${sshd.port} ${key}`, `[::1]:${sshd.port} ${key}`]);
  await desk.writeKnownHosts(`${keys.join('\n')}\n`);
  expect(await (await link('c')).connect()).toMatchObject({ ok: true });
});
