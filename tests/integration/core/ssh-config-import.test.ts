import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import type { Result } from '../../../main/contract/failure.ts';
import { createCore } from '../../../main/core/create-core.ts';
import { knownHostsLine, makeDesk, realClock } from '../ssh/harness.ts';
import { startSshd } from '../ssh/sshd.ts';

const context = { signal: new AbortController().signal };
function told<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.message} ${result.failure.nextStep}`);
  return result.value;
}

test('hosts of ~/.ssh/config are taken over with their way, and followed when the file changes', async () => {
  const [bastion, box] = await Promise.all([startSshd(), startSshd()]);
  const desk = await makeDesk();
  const servers = [bastion, box];
  const lines = servers.flatMap(({ hostKeys, port }) => hostKeys.map((key) => knownHostsLine(port, key)));
  await desk.writeKnownHosts(lines.join(''));
  const file = path.join(desk.home, '.ssh', 'config');
  const write = async (boxPort: number) => {
    await writeFile(
      file,
      `Include more
Host gate
  Port ${bastion.port}
  IdentityFile ${bastion.keyPath}
Host box
  Port ${boxPort}
  IdentityFile ${box.keyPath}
  ProxyJump gate
Host straight deep
  Port ${box.port}
  IdentityFile ${box.keyPath}
Host deep
  ProxyJump gate,straight
`,
    );
    await chmod(file, 0o600);
  };
  await writeFile(
    path.join(desk.home, '.ssh', 'more'),
    'Host gate box straight deep\n  HostName 127.0.0.1\n  User root\n',
  );
  await chmod(path.join(desk.home, '.ssh', 'more'), 0o600);
  await write(box.port);
  const core = await createCore({
    dataDirectory: desk.data,
    remoteScriptsDirectory: path.resolve(import.meta.dirname, '../../../remote-scripts'),
    homeDirectory: desk.home,
    agentSocket: null,
    clock: realClock,
    secrets: null,
    logger: pino({ enabled: false }),
  });
  onTestFinished(async () => {
    await core.dispose();
    await Promise.all(servers.map((server) => server.stop()));
  });
  const { profiles, hosts } = core.handlers;
  const { added } = told(await profiles.importSshConfig({ hosts: ['box'], isLive: true }, context));
  expect(added.map(({ name, authMethod, sshConfigHost }) => [name, authMethod, sshConfigHost])).toEqual([
    ['gate', 'key', 'gate'],
    ['box', 'key', 'box'],
  ]);

  told(await hosts.stats({ profile: 'box' }, context));
  expect(await bastion.connectionPids()).toHaveLength(1);
  expect(await box.connectionPids()).toHaveLength(1);

  // The file leads elsewhere now: to the bastion itself, through the bastion.
  await hosts.disconnect({ profile: 'box' }, context);
  await write(bastion.port);
  const elsewhere = await hosts.stats({ profile: 'box' }, context);
  expect(elsewhere.ok ? 'connected' : elsewhere.failure.kind).toBe('auth-failed');
  await write(box.port);
  told(await hosts.stats({ profile: 'box' }, context));

  // The same host is reached straight by itself, and over the bastion on the way to another one.
  const chain = told(await profiles.importSshConfig({ hosts: ['straight', 'deep'], isLive: true }, context)).added;
  expect(chain.map(({ name }) => name)).toEqual(['straight', 'straight 2', 'deep']);
  for (const { id } of chain) told(await hosts.stats({ profile: id }, context));

  // A refusal is heard before anything is dialled.
  await hosts.disconnect({ profile: 'box' }, context);
  await writeFile(file, `Host box\n  HostName 127.0.0.1\n  ProxyCommand touch ${desk.home}/canary\n`);
  const refused = await hosts.stats({ profile: 'box' }, context);
  expect(!refused.ok && refused.failure.message).toMatch(/^Its ProxyCommand is a program, and Berth runs no program/);
});
