import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startTestCore, succeedWith, type TestCore } from '../../support/app/test-core.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { inside } from './support/inside.ts';
import { startSecondSshd } from './support/second-sshd.ts';

let host: SandboxHost;
let app: TestCore;

/** Users whose login shell is not what most expect: name, shell, and what else is done to them. */
const users = [
  ['fishy', '/usr/bin/fish', 'mkdir -p .config/fish; echo "echo hello from fish" >.config/fish/config.fish'],
  ['tcshy', '/bin/tcsh', 'echo "echo hello from tcsh" >.cshrc'],
  ['ashy', '/usr/local/bin/ash', ':'],
  ['dashy', '/bin/dash', ':'],
  [
    'noisy',
    '/bin/bash',
    `printf '%s\\n' 'echo "Welcome! BERTH ready"' 'echo warning >&2' 'printf "no newline"' >.bashrc`,
  ],
  ['execs', '/bin/bash', `printf 'exec fish\\n' >.bashrc`],
  ['closed', '/usr/sbin/nologin', ':'],
  ['homeless', '/bin/bash', 'rmdir -- "$PWD"'],
  ['sealed', '/bin/bash', 'chown root: .; chmod 0555 .'],
] as const;

beforeAll(async () => {
  host = await startSandbox({ kind: 'box' });
  await inside(host, 'ln -s "$(command -v busybox)" /usr/local/bin/ash');
  for (const [index, [name, shell, change]] of users.entries()) {
    const uid = 4300 + index;
    await inside(
      host,
      `printf '%s:x:%s:%s::/home/%s:%s\\n' ${name} ${uid} ${uid} ${name} ${shell} >>/etc/passwd
      printf '%s:*:19000::::::\\n' ${name} >>/etc/shadow
      printf '%s:x:%s:\\n' ${name} ${uid} >>/etc/group
      mkdir -m 0700 /home/${name}; cd /home/${name}; ${change}
      [[ ! -w /home/${name} || $(stat -c %a /home/${name}) != 700 ]] || chown -R ${uid}:${uid} /home/${name}`,
    );
  }
  app = await startTestCore(host, { ssh: await startSecondSshd(host, 2222) });
  const [draft] = await succeedWithValue(app.client.profiles.list({}));
  if (draft === undefined) throw new Error('There is no profile.');
  for (const [name] of users) {
    const { id: _id, ...fields } = draft;
    await succeedWithValue(
      app.client.profiles.add({ ...fields, name, user: name, repositoryRoots: [`/home/${name}`] }),
    );
  }
}, 300_000);
afterAll(async () => {
  await app?.close();
  await host?.stop();
});
afterEach(() => expectNoLeftovers(host));

async function succeedWithValue<T>(
  asked: Promise<{ ok: true; value: T } | { ok: false; failure: { message: string } }>,
) {
  const answer = await asked;
  if (!answer.ok) throw new Error(answer.failure.message);
  return answer.value;
}

it.each(['fishy', 'tcshy', 'ashy', 'dashy', 'noisy'])('the server works for %s', async (profile) => {
  expect(await app.client.hosts.stats({ profile })).toMatchObject({ ok: true, value: { hostname: host.name } });
});

it('VS Code starts and stops for a user of fish', async () => {
  await inside(host, 'mkdir /home/fishy/site; cd /home/fishy/site; git init -q .; chown -R fishy: .');
  const started = await succeedWith(app.client.instances.start({ profile: 'fishy', repository: 'site' }));
  expect(started.state).toBe('running');
  await succeedWith(app.client.instances.stop({ profile: 'fishy', repository: 'site' }));
});

it('each account that cannot work is told apart, with what to do about it', async () => {
  const failing = ['execs', 'closed', 'homeless', 'sealed'];
  const answers = await Promise.all(failing.map((profile) => app.client.hosts.stats({ profile })));
  const failures = answers.map((answer) => (answer.ok ? null : answer.failure));
  expect(failures).toMatchObject(failing.map(() => ({ kind: 'host-unsupported', stage: 'session' })));
  const [execs, closed, homeless, sealed] = failures;
  expect(execs?.nextStep).toContain('.bashrc');
  expect(closed).toMatchObject({
    message: expect.stringContaining('ended before it ran anything'),
    detail: expect.stringContaining('not available'),
  });
  for (const failure of [homeless, sealed]) expect(failure?.message).toContain('cannot write to ~/.local/share/berth');
});
