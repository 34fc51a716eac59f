import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Profile } from '../../../main/contract/profiles.ts';
import type { Link } from '../../../main/core/ssh/link.ts';
import type { LinkTimings } from '../../../main/core/ssh/timings.ts';
import { startAgent } from './agent.ts';
import { type Desk, failureOfResult, knownHostsLine, makeDesk, makeProfile, runCommand } from './harness.ts';
import { makeKey, type Sshd, startSshd } from './sshd.ts';

const run = promisify(execFile);

let sshd: Sshd;
let logBefore = 0;
beforeAll(async () => {
  sshd = await startSshd({ settings: ['PasswordAuthentication yes'] });
});
beforeEach(async () => {
  logBefore = (await sshd.log()).length;
});
afterAll(() => sshd.stop());

async function makeLink(
  fields: Partial<Profile>,
  options: { agentSocket?: string; timings?: Partial<LinkTimings> } = {},
): Promise<{ desk: Desk; link: Link }> {
  const desk = await makeDesk();
  await desk.writeKnownHosts(sshd.hostKeys.map((key) => knownHostsLine(sshd.port, key)).join(''));
  return { desk, link: desk.link(makeProfile(sshd.port, fields), options) };
}

/** Login requests in the server's log since the test began. */
async function attemptCount(): Promise<number> {
  const log = (await sshd.log()).slice(logBefore);
  return log.split('\n').filter((line) => line.includes('userauth-request for user')).length;
}

async function makeStrangers(directory: string, count: number): Promise<string[]> {
  const paths = Array.from({ length: count }, (_, index) => join(directory, `stranger_${index}`));
  await Promise.all(paths.map((path) => makeKey(path)));
  return paths;
}

test('A key file with ~/ logs in', async () => {
  const { desk, link } = await makeLink({ keyPath: '~/.ssh/my key' });
  await copyFile(sshd.keyPath, join(desk.home, '.ssh', 'my key'));
  expect(await link.connect()).toMatchObject({ ok: true });
  expect((await runCommand(link, 'id -u')).out).toBe('0\n');
});

test('Each way in which a key file cannot be used has its own sentence, and nothing is offered to the host', async () => {
  const { desk } = await makeLink({});
  const path = (name: string) => join(desk.home, name);
  await writeFile(path('garbage'), 'not a key at all\n');
  await writeFile(path('torn'), '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n');
  await writeFile(path('huge'), Buffer.alloc(300 * 1024, 'x'));
  await writeFile(path('empty'), '');
  await mkdir(path('folder'));
  const outcomes: [string, RegExp][] = [
    ['absent', /does not exist/],
    ['garbage', /not a private key/],
    ['torn', /not a private key/],
    ['empty', /not a private key/],
    ['huge', /too large/],
    ['folder', /is a folder/],
  ];
  for (const [name, sentence] of outcomes) {
    const link = desk.link(makeProfile(sshd.port, { keyPath: path(name) }));
    const failure = failureOfResult(await link.connect());
    expect(failure).toMatchObject({ kind: 'key-unreadable', stage: 'auth', message: expect.stringMatching(sentence) });
    expect(failure.message).toContain(path(name));
  }
  const publicHalf = desk.link(makeProfile(sshd.port, { keyPath: `${sshd.keyPath}.pub` }));
  expect(failureOfResult(await publicHalf.connect()).message).toMatch(/public key, not the private one/);
  await copyFile(sshd.keyPath, path('an open key'));
  await chmod(path('an open key'), 0o644);
  const open = desk.link(makeProfile(sshd.port, { keyPath: path('an open key') }));
  expect(failureOfResult(await open.connect())).toMatchObject({
    kind: 'key-unreadable',
    message: expect.stringContaining('Other users of this computer may read'),
    nextStep: `Run: chmod 600 '${path('an open key')}'.`,
  });
  expect(await attemptCount()).toBe(0);
});

test('A locked key asks for its passphrase, forgets a wrong one, and opens with the right one', async () => {
  const { desk, link } = await makeLink({ keyPath: '~/locked' });
  const path = join(desk.home, 'locked');
  await copyFile(sshd.keyPath, path);
  await chmod(path, 0o600);
  await run('ssh-keygen', ['-q', '-p', '-P', '', '-N', 'open sesame', '-f', path]);
  const needed = failureOfResult(await link.connect());
  expect(needed).toMatchObject({ kind: 'secret-needed', secretKind: 'passphrase' });
  desk.secrets.set('passphrase', 'open barley');
  const wrong = failureOfResult(await link.connect());
  expect(wrong).toMatchObject({ kind: 'secret-needed', secretKind: 'passphrase' });
  expect(wrong.message).not.toBe(needed.message);
  expect(desk.secrets.has('passphrase')).toBe(false);
  expect(await attemptCount()).toBe(0);
  desk.secrets.set('passphrase', 'open sesame');
  expect(await link.connect()).toMatchObject({ ok: true });
});

test('A rejected key fails once and is not tried again', async () => {
  const { desk, link } = await makeLink({ keyPath: '~/stranger_0' }, { timings: { backOffMs: [1] } });
  await makeStrangers(desk.home, 1);
  const failure = failureOfResult(await link.connect());
  expect(failure).toMatchObject({
    kind: 'auth-failed',
    stage: 'auth',
    detail: 'The server allows: publickey, password',
  });
  expect(failure.message).toBe('127.0.0.1 did not accept the key for user root.');
  await writeFile(join(desk.home, 'stranger_0-cert.pub'), 'ssh-ed25519-cert-v01@openssh.com AAAA\n');
  expect(link.status()).toMatchObject({ state: 'failed', nextAttemptAtMs: null });
  link.wake();
  expect(link.status().state).toBe('failed');
  expect(await attemptCount()).toBe(1);
  expect(failureOfResult(await link.connect()).message).toMatch(/does not offer its certificate/);
});

test('A wrong password is forgotten and asked for anew, also by a host that hangs up after one try', async () => {
  const strict = await startSshd({ settings: ['PasswordAuthentication yes', 'MaxAuthTries 1'] });
  onTestFinished(() => strict.stop());
  const desk = await makeDesk();
  await desk.writeKnownHosts(strict.hostKeys.map((key) => knownHostsLine(strict.port, key)).join(''));
  desk.secrets.set('password', 'wrong');
  const link = desk.link(makeProfile(strict.port, { authMethod: 'password', keyPath: null }));
  expect(failureOfResult(await link.connect())).toMatchObject({ kind: 'secret-needed', secretKind: 'password' });
  expect(desk.secrets.has('password')).toBe(false);
});

test('A missing password is asked for without bothering the host, and a wrong one is forgotten', async () => {
  const { desk, link } = await makeLink({ authMethod: 'password' });
  expect(failureOfResult(await link.connect())).toMatchObject({ kind: 'secret-needed', secretKind: 'password' });
  expect(await attemptCount()).toBe(0);
  desk.secrets.set('password', 'wrong');
  const wrong = failureOfResult(await link.connect());
  expect(wrong).toMatchObject({ kind: 'secret-needed', secretKind: 'password' });
  expect(wrong.message).toMatch(/did not accept/);
  expect(desk.secrets.has('password')).toBe(false);
  expect(await attemptCount()).toBe(1);
});

test('A key in a real agent logs in', async () => {
  const agentSocket = await startAgent([sshd.keyPath]);
  const { link } = await makeLink({ authMethod: 'agent', keyPath: null }, { agentSocket });
  expect(await link.connect()).toMatchObject({ ok: true });
});

test('An agent with many keys offers three', async () => {
  const { desk } = await makeLink({});
  const strangers = await makeStrangers(desk.home, 5);
  const agentSocket = await startAgent([...strangers, sshd.keyPath]);
  const link = desk.link(makeProfile(sshd.port, { authMethod: 'agent', keyPath: null }), { agentSocket });
  expect(failureOfResult(await link.connect())).toMatchObject({
    kind: 'auth-failed',
    message: expect.stringMatching(/none of the agent’s keys/),
  });
  expect(await attemptCount()).toBe(3);
});

test('An agent with twenty keys offers the one the profile names first, by its path or that of its public half', async () => {
  const { desk } = await makeLink({});
  const strangers = await makeStrangers(desk.home, 19);
  await symlink(await startAgent([...strangers, sshd.keyPath]), join(desk.home, 'agent'));
  const fields = { authMethod: 'agent', agentPath: '~/agent', keyPath: `${sshd.keyPath}.pub` } as const;
  const link = desk.link(makeProfile(sshd.port, fields), { agentSocket: '/nonexistent/agent' });
  expect(await link.connect()).toMatchObject({ ok: true });
  // One question whether the key would do, one signature.
  expect(await attemptCount()).toBe(2);
});

test('An agent that is empty, missing, gone or hung is named as such', async () => {
  const empty = await makeLink({ authMethod: 'agent' }, { agentSocket: await startAgent([]) });
  expect(failureOfResult(await empty.link.connect()).message).toMatch(/holds no key/);
  const missing = await makeLink({ authMethod: 'agent' });
  expect(failureOfResult(await missing.link.connect()).message).toMatch(/No SSH agent runs/);
  const gone = await makeLink({ authMethod: 'agent' }, { agentSocket: '/nonexistent/agent' });
  expect(failureOfResult(await gone.link.connect()).message).toMatch(
    /^The SSH agent of this computer could not be asked/,
  );
  const elsewhere = await makeLink({ authMethod: 'agent', agentPath: '~/no agent' });
  expect(failureOfResult(await elsewhere.link.connect()).message).toBe(
    'The SSH agent at ~/no agent could not be asked.',
  );
  const hungSocket = join(empty.desk.home, 'hung');
  const hungAgent = createServer(() => {}).listen(hungSocket);
  onTestFinished(() => void hungAgent.close());
  await once(hungAgent, 'listening');
  const hung = await makeLink({ authMethod: 'agent' }, { agentSocket: hungSocket, timings: { authMs: 200 } });
  expect(failureOfResult(await hung.link.connect())).toMatchObject({
    kind: 'auth-failed',
    message: expect.stringMatching(/did not answer in time/),
  });
  expect(await attemptCount()).toBe(0);
});

test('A host that does not allow the method is not mistaken for one that rejects', async () => {
  const server = await startSshd({ settings: ['AuthenticationMethods publickey'] });
  onTestFinished(() => server.stop());
  const desk = await makeDesk();
  await desk.writeKnownHosts(server.hostKeys.map((key) => knownHostsLine(server.port, key)).join(''));
  desk.secrets.set('password', 'right, for all we know');
  for (const authMethod of ['password', 'interactive'] as const) {
    const failure = failureOfResult(await desk.link(makeProfile(server.port, { authMethod })).connect());
    expect(failure).toMatchObject({ kind: 'auth-failed', detail: 'The server allows: publickey' });
    expect(failure.message).toMatch(/does not allow root to log in this way/);
  }
  expect(desk.secrets.has('password')).toBe(true);
});
