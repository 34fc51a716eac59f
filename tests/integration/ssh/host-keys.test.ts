import { execFile } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { describeHostKey } from '../../../main/core/ssh/host-keys/host-key.ts';
import { hashName } from '../../../main/core/ssh/host-keys/known-hosts-name.ts';
import { failureOfResult, knownHostsLine, makeDesk, makeProfile, runCommand } from './harness.ts';
import { makeKey, type Sshd, startSshd } from './sshd.ts';

const run = promisify(execFile);
let sshd: Sshd;
let logBefore = 0;
beforeAll(async () => {
  sshd = await startSshd({ hostKeyTypes: ['rsa', 'ecdsa', 'ed25519'] });
});
beforeEach(async () => {
  logBefore = (await sshd.log()).length;
});
afterAll(() => sshd.stop());

const hostKey = (type: string) => {
  const key = sshd.hostKeys.find((line) => line.startsWith(type));
  if (key === undefined) throw new Error(`There is no ${type} key.`);
  return key;
};
const profile = () => makeProfile(sshd.port, { keyPath: sshd.keyPath });

/** Login requests the server saw in this test. */
async function loginAttemptCount(): Promise<number> {
  const log = (await sshd.log()).slice(logBefore);
  return log.split('\n').filter((line) => line.includes('userauth-request for user')).length;
}

async function strangerKey(directory: string, type = 'ed25519'): Promise<string> {
  const path = join(directory, `stranger_${type}`);
  await makeKey(path, { type });
  return (await readFile(`${path}.pub`, 'utf8')).trim();
}

test('An unknown key is refused before any login, and trusted after the user said so', async () => {
  const desk = await makeDesk();
  const link = desk.link(profile());
  const failure = failureOfResult(await link.connect());
  expect(failure).toMatchObject({
    kind: 'host-key-unknown',
    stage: 'host key',
    hostKey: { type: 'ssh-ed25519', fingerprint: expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/) },
  });
  expect(link.status()).toMatchObject({ state: 'failed' });
  expect(await loginAttemptCount()).toBe(0);

  const wrong = `SHA256:${'A'.repeat(43)}`;
  expect(failureOfResult(await desk.knownHosts.trust(profile(), wrong)).kind).toBe('host-key-unknown');
  expect(failureOfResult(await link.connect()).kind).toBe('host-key-unknown');

  const fingerprint = failure.hostKey?.fingerprint ?? '';
  expect(await desk.knownHosts.trust(profile(), fingerprint)).toEqual({ ok: true, value: { fingerprint } });
  const file = join(desk.data, 'known_hosts');
  expect(await readFile(file, 'utf8')).toBe(knownHostsLine(sshd.port, hostKey('ssh-ed25519').replace(/ test$/, '')));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await link.connect()).toMatchObject({ ok: true });
  expect((await runCommand(link, 'echo in')).out).toBe('in\n');
  // One question whether the key would do, one signature.
  expect(await loginAttemptCount()).toBe(2);
});

test('A changed key stops hard and names the line that holds the old one', async () => {
  const desk = await makeDesk();
  await desk.writeKnownHosts(`# mine\n${knownHostsLine(sshd.port, await strangerKey(desk.home))}`);
  const link = desk.link(profile());
  const failure = failureOfResult(await link.connect());
  expect(failure.kind).toBe('host-key-changed');
  expect(failure.message).toContain(`${join(desk.home, '.ssh', 'known_hosts')}:2`);
  expect(await loginAttemptCount()).toBe(0);
  const trusted = await desk.knownHosts.trust(profile(), failure.hostKey?.fingerprint ?? '');
  expect(failureOfResult(trusted).kind).toBe('host-key-unknown');
});

test('A changed key is forgotten as ssh-keygen -R does it, and the one shown then is a question again', async () => {
  const desk = await makeDesk();
  const file = join(desk.home, '.ssh', 'known_hosts');
  const stranger = await strangerKey(desk.home);
  const name = `[127.0.0.1]:${sshd.port}`;
  const hashed = `${hashName(name, Buffer.from('0123456789abcdefghij'))} ${stranger}\n`;
  const kept = `# mine\n@revoked ${name} ${await strangerKey(desk.home, 'ecdsa')}\n[127.0.0.1]:1 ${stranger}\n`;
  await desk.writeKnownHosts(`${kept}${knownHostsLine(sshd.port, stranger)}${hashed}`);
  await writeFile(join(desk.home, 'copy'), await readFile(file));
  await run('ssh-keygen', ['-R', name, '-f', join(desk.home, 'copy')]);

  const link = desk.link(profile());
  const failure = failureOfResult(await link.connect());
  const offered = failure.hostKey?.fingerprint ?? '';
  const known = describeHostKey(Buffer.from(stranger.split(' ')[1] ?? '', 'base64')).fingerprint;
  expect(failure).toMatchObject({
    kind: 'host-key-changed',
    nextStep: expect.stringContaining('forget the known key'),
  });
  expect(failure.detail).toContain(`ssh-ed25519 ${known} in ${file}:4`);
  expect(known).not.toBe(offered);

  const removed = [4, 5].map((lineNumber) => ({ file, lineNumber, fingerprint: known }));
  expect(await desk.knownHosts.forget(profile())).toEqual({ ok: true, value: { removed } });
  expect(await readFile(file, 'utf8')).toBe(kept);
  expect(await readFile(join(desk.home, 'copy'), 'utf8')).toBe(kept);
  expect(await readFile(`${file}.old`)).toEqual(await readFile(join(desk.home, 'copy.old')));
  expect(failureOfResult(await link.connect())).toMatchObject({
    kind: 'host-key-unknown',
    hostKey: { fingerprint: offered },
  });
  expect(await desk.knownHosts.trust(profile(), offered)).toMatchObject({ ok: true });
  expect(await link.connect()).toMatchObject({ ok: true });
});

test('A revoked key stops hard even when another line trusts it', async () => {
  const desk = await makeDesk();
  const key = hostKey('ssh-ed25519');
  await desk.writeKnownHosts(`${knownHostsLine(sshd.port, key)}@revoked * ${key}\n`);
  expect(failureOfResult(await desk.link(profile()).connect()).kind).toBe('host-key-revoked');
  expect(await loginAttemptCount()).toBe(0);
});

test.each(['ssh-rsa', 'ecdsa-sha2-nistp256', 'ssh-ed25519'])(
  'A host known by %s alone is asked for that key',
  async (type) => {
    const desk = await makeDesk();
    await desk.writeKnownHosts(knownHostsLine(sshd.port, hostKey(type)));
    expect(await desk.link(profile()).connect()).toMatchObject({ ok: true });
  },
);

test('A hashed entry is found', async () => {
  const desk = await makeDesk();
  const hosts = hashName(`[127.0.0.1]:${sshd.port}`, Buffer.from('0123456789abcdefghij'));
  await desk.writeKnownHosts(`${hosts} ${hostKey('ssh-ed25519')}\n`);
  expect(await desk.link(profile()).connect()).toMatchObject({ ok: true });
});

test('A key of a certificate authority does not make a host known, which is said', async () => {
  const desk = await makeDesk();
  await desk.writeKnownHosts(`@cert-authority * ${hostKey('ssh-ed25519')}\n`);
  const failure = failureOfResult(await desk.link(profile()).connect());
  expect(failure).toMatchObject({
    kind: 'host-key-unknown',
    message: expect.stringMatching(/through a certificate authority, which Berth cannot check .*known_hosts:1/),
    nextStep: expect.stringContaining('plain key'),
  });
  expect(await loginAttemptCount()).toBe(0);
});

test('A host that shows only a certificate is told apart from one that has no good key', async () => {
  const { directory } = sshd;
  await run('ssh-keygen', [
    '-q',
    '-s',
    join(directory, 'host_rsa'),
    '-I',
    'id',
    '-h',
    join(directory, 'host_ed25519.pub'),
  ]);
  const certificate = `HostCertificate ${join(directory, 'host_ed25519-cert.pub')}`;
  const hostKeyPaths = [join(directory, 'host_ed25519')];
  const settings = [certificate, 'HostKeyAlgorithms ssh-ed25519-cert-v01@openssh.com'];
  const certified = await startSshd({ hostKeyPaths, settings });
  onTestFinished(() => certified.stop());
  const desk = await makeDesk();
  await desk.writeKnownHosts(`@cert-authority * ${hostKey('ssh-rsa')}\n`);
  const failure = failureOfResult(
    await desk.link(makeProfile(certified.port, { keyPath: certified.keyPath })).connect(),
  );
  expect(failure).toMatchObject({ stage: 'host key', message: expect.stringContaining('only a host certificate') });
  const odd = await startSshd({ hostKeyPaths: [join(directory, 'host_rsa')], settings: ['HostKeyAlgorithms ssh-rsa'] });
  onTestFinished(() => odd.stop());
  const other = failureOfResult(await desk.link(makeProfile(odd.port, { keyPath: odd.keyPath })).connect());
  expect(other.message).toContain('no host key of a type');
});

test('The file for all users of this machine makes a host known', async () => {
  const desk = await makeDesk();
  await writeFile(join(desk.home, 'system_known_hosts'), knownHostsLine(sshd.port, hostKey('ssh-ed25519')));
  expect(await desk.link(profile()).connect()).toMatchObject({ ok: true });
});

test('A known_hosts that cannot be read lets nobody in', async () => {
  const desk = await makeDesk();
  await mkdir(join(desk.home, '.ssh', 'known_hosts'));
  const failure = failureOfResult(await desk.link(profile()).connect());
  expect(failure).toMatchObject({ kind: 'store-unreadable', stage: 'host key' });
  expect((await sshd.log()).slice(logBefore)).toBe('');
});

test('A key that is trusted meanwhile on another line is not trusted over', async () => {
  const desk = await makeDesk();
  const failure = failureOfResult(await desk.link(profile()).connect());
  await writeFile(join(desk.home, '.ssh', 'known_hosts'), knownHostsLine(sshd.port, await strangerKey(desk.home)));
  const trusted = await desk.knownHosts.trust(profile(), failure.hostKey?.fingerprint ?? '');
  expect(failureOfResult(trusted).kind).toBe('host-key-changed');
});
