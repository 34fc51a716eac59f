import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestCore } from '../../support/app/test-core.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { changeInside, whileChanged } from './support/inside.ts';
import { profile } from './support/stage.ts';

let host: SandboxHost;
beforeAll(async () => {
  host = await startSandbox({ kind: 'box' });
}, 300_000);
afterAll(() => host?.stop());

const keep = (file: string, change: string) => [`cp -p ${file} ${file}.kept; ${change}`, `mv ${file}.kept ${file}`];
const withShadow = (fields: string) => keep('/etc/shadow', `sed -i 's,^\\(dev:[^:]*\\):.*,\\1:${fields},' /etc/shadow`);
const withKeyOption = (option: string) =>
  keep('/home/dev/.ssh/authorized_keys', `sed -i 's,^,${option} ,' /home/dev/.ssh/authorized_keys`);

/** What is done to the account of dev and undone, how it is logged in to, and what is said about it. */
const accounts: readonly (readonly [string, readonly string[], 'key' | 'password', object])[] = [
  [
    'has no shell',
    keep('/etc/passwd', `sed -i 's,^\\(dev:.*\\):[^:]*$,\\1:/usr/sbin/nologin,' /etc/passwd`),
    'key',
    { stage: 'session', message: 'This user has no login shell on the server.' },
  ],
  [
    'may not log in while the server starts',
    [
      'echo "System is booting up. Unprivileged users are not permitted to log in yet." >/etc/nologin',
      'rm /etc/nologin',
    ],
    'key',
    { kind: 'unreachable', stage: 'auth', detail: expect.stringContaining('System is booting up.') },
  ],
  ['has expired', withShadow('19000:0:99999:7::1:'), 'key', { kind: 'auth-failed', stage: 'auth' }],
  [
    'has a password that expired',
    withShadow('0:0:99999:7:::'),
    'key',
    { stage: 'session', message: expect.stringContaining('The password of this user has expired') },
  ],
  [
    'has no home',
    ['mv /home/dev /home/dev.kept', 'mv /home/dev.kept /home/dev'],
    'password',
    { stage: 'script', message: 'The home folder of this user does not exist on the server.' },
  ],
  [
    'runs another command',
    withKeyOption('command="/bin/echo hi"'),
    'key',
    { stage: 'session', message: expect.stringContaining('one of its own'), detail: expect.stringContaining('hi') },
  ],
  [
    'is restricted',
    withKeyOption('restrict'),
    'key',
    { stage: 'route', message: expect.stringContaining('forbids this user to forward connections') },
  ],
];

it.each(accounts)(
  'an account that %s is told as such',
  async (_what, [change = '', back = ''], authMethod, failure) => {
    await whileChanged(changeInside(host, change, back), async () => {
      const draft = authMethod === 'password' ? { user: 'dev', authMethod, keyPath: null } : { user: 'dev' };
      const app = await startTestCore(host, { draft });
      const secret = host.users.find(({ name }) => name === 'dev')?.password ?? '';
      if (authMethod === 'password') await app.client.hosts.unlock({ profile, secretKind: 'password', secret });
      const told = await app.client.hosts.diagnose({ profile });
      expect(told).toMatchObject({ ok: true, value: { failure } });
      expect(told.ok && told.value.text).not.toContain(secret);
      await app.close();
    });
  },
);
