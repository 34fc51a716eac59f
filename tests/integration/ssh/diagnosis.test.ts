import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Diagnosis, diagnosis as diagnosisSchema } from '../../../main/contract/hosts.ts';
import type { Profile } from '../../../main/contract/profiles.ts';
import type { Link } from '../../../main/core/ssh/link.ts';
import { startAskingServer } from './asking-server.ts';
import { type Desk, knownHostsLine, makeDesk, makeProfile } from './harness.ts';
import { startMuteServer } from './mute-server.ts';
import { freePort, makeKey, type Sshd, startSshd } from './sshd.ts';

interface Scene {
  readonly sshd: Sshd;
  readonly desk: Desk;
  readonly link: Link;
}

/** A server with these settings, its key known, and a link to it. */
async function makeScene(settings: readonly string[] = [], fields: Partial<Profile> = {}): Promise<Scene> {
  const sshd = await startSshd({ settings });
  onTestFinished(() => sshd.stop());
  const desk = await makeDesk();
  await desk.writeKnownHosts(sshd.hostKeys.map((key) => knownHostsLine(sshd.port, key)).join(''));
  const link = desk.link(makeProfile(sshd.port, { keyPath: sshd.keyPath, ...fields }));
  return { sshd, desk, link };
}

async function diagnose(link: Link): Promise<Diagnosis> {
  return diagnosisSchema.parse(await link.diagnose(AbortSignal.timeout(30_000)));
}

const outline = ({ steps }: Diagnosis) => steps.map(({ stage, outcome }) => `${outcome} ${stage}`);

test('A way that works is told part by part, beside a link that stays as it is', async () => {
  const { sshd, link } = await makeScene();
  await writeFile(join(sshd.directory, '.bashrc'), 'echo "Welcome to the box"\n');
  await link.connect();
  const told = await diagnose(link);
  expect(told.failure).toBeNull();
  expect(outline(told)).toEqual([
    ...['ok tcp', 'ok banner', 'ok host key', 'ok auth', 'ok session', 'ok route', 'ok script', 'ok script'],
    'ok session',
  ]);
  const texts = told.steps.map(({ message }) => message).join('\n');
  expect(texts).toMatch(/The server is SSH-2\.0-OpenSSH_\S+/);
  expect(texts).toMatch(/The ssh-ed25519 key SHA256:\S{43} is the known one\. Keys are exchanged by curve25519-sha256/);
  expect(texts).toContain('root is logged in; offered: the key file.');
  expect(texts).toContain('“Welcome to the box”');
  expect(texts).toContain('The clocks of the server and of this computer agree.');
  expect(texts).toMatch(/A round trip takes (?:less than 1|\d+) ms \(median of 5\)\./);
  expect(told.text).toContain('Everything works.');
  expect(told.text).toMatch(/connected\s+\d+ ms {2}The link is up\./);
  expect(told.text).not.toContain(sshd.keyPath);
  expect(link.status().state).toBe('connected');
  await expect.poll(() => sshd.connectionPids()).toHaveLength(1);
});

test.each<[string, readonly string[], string]>([
  ['forwards are forbidden', ['AllowTcpForwarding no'], 'The server forbids this user to forward connections'],
  ['no port may be reached', ['PermitOpen none'], 'The server forbids this user to forward connections'],
  ['another command is run', ['ForceCommand /bin/echo Hello'], 'The server does not run the commands it is given'],
  ['a command that fails is forced', ['ForceCommand /bin/false'], 'The server does not run commands'],
  ['no session is opened', ['MaxSessions 0'], 'The login works, but the server opens no session.'],
])('Where %s, it is said, and what needs it is left out', async (_name, settings, message) => {
  const { link } = await makeScene(settings);
  const told = await diagnose(link);
  expect(told.failure?.message).toContain(message);
  const failedAt = told.steps.findIndex(({ outcome }) => outcome === 'failed');
  expect(told.steps.slice(0, failedAt).every(({ outcome }) => outcome === 'ok')).toBe(true);
  expect(told.steps.slice(failedAt + 1).every(({ outcome }) => outcome === 'skipped')).toBe(true);
  expect(told.text).toContain(`What is wrong: ${told.failure?.message}`);
});

test.each([
  ['only editors may be reached', 'PermitOpen 127.0.0.1:8887', 'The server forwards connections to port 8887,'],
  ['no socket may be reached', 'AllowStreamLocalForwarding no', 'The server forwards connections to its own ports.'],
])('Where %s, nothing is wrong', async (_name, setting, message) => {
  const { link } = await makeScene([setting]);
  const told = await diagnose(link);
  expect(told.failure).toBeNull();
  expect(told.steps.find(({ stage }) => stage === 'route')?.message).toContain(message);
});

test('One session at a time is enough', async () => {
  const { link } = await makeScene(['MaxSessions 1']);
  expect(await diagnose(link)).toMatchObject({ failure: null });
});

test('A start-up file that hands over to something else is named', async () => {
  const { sshd, link } = await makeScene();
  await writeFile(join(sshd.directory, '.bashrc'), 'exec /bin/echo caught\n');
  const told = await diagnose(link);
  expect(told.failure?.nextStep).toMatch(/authorized_keys|~\/\.bashrc/);
});

test('A port that refuses and a key that is not known end it where it is broken', async () => {
  const desk = await makeDesk();
  const closed = await diagnose(desk.link(makeProfile(await freePort())));
  expect(closed.failure).toMatchObject({ kind: 'unreachable', stage: 'tcp' });
  expect(outline(closed).slice(0, 5)).toEqual([
    ...['failed tcp', 'skipped banner', 'skipped host key', 'skipped auth', 'skipped session'],
  ]);
  const { sshd } = await makeScene();
  const stranger = await diagnose(desk.link(makeProfile(sshd.port, { keyPath: sshd.keyPath })));
  expect(stranger.failure).toMatchObject({ kind: 'host-key-unknown', hostKey: { type: 'ssh-ed25519' } });
  expect(outline(stranger).slice(0, 3)).toEqual(['ok tcp', 'ok banner', 'failed host key']);
  expect(await sshd.log()).not.toContain('Accepted publickey');
});

test('Where the server would ask, nobody is asked, and it is said that this was left out', async () => {
  const prompts = [{ prompt: 'Code: ', echo: false }];
  const { link, heard } = await startAskingServer([{ title: 'Second factor', instruction: '', prompts }]);
  const asked: unknown[] = [];
  link.onDidChangeStatus(({ question }) => asked.push(question));
  const told = await diagnose(link);
  expect(told.failure).toBeNull();
  expect(told.steps.find(({ stage }) => stage === 'auth')).toMatchObject({ outcome: 'skipped' });
  expect(told.text).toContain('Nothing failed; what was skipped is not known.');
  expect({ asked, heard }).toEqual({ asked: [], heard: [] });
});

test('A diagnosis that is called off ends within its check, and with it the connection', {
  timeout: 10_000,
}, async () => {
  const { desk, link, asked, gone } = await startMuteServer('right');
  desk.secrets.set('password', 'right');
  const calledOff = new AbortController();
  const diagnosing = link.diagnose(calledOff.signal);
  await asked;
  calledOff.abort();
  const told = await diagnosing;
  expect(told.failure).toBeNull();
  expect(told.steps.find(({ stage }) => stage === 'session')).toMatchObject({
    outcome: 'skipped',
    message: 'The diagnosis was called off.',
  });
  await gone;
});

test('A password that a diagnosis finds to be wrong stays remembered', async () => {
  const { desk, link } = await startMuteServer('right');
  desk.secrets.set('password', 'wrong');
  expect((await diagnose(link)).failure).toMatchObject({ stage: 'auth', secretKind: 'password' });
  expect(desk.secrets.get('password')).toBe('wrong');
});

test('Nobody is asked for a secret, and no secret and no path of a key is in what is handed on', async () => {
  const desk = await makeDesk();
  const keyPath = join(desk.home, 'id canary-path');
  await makeKey(keyPath, { passphrase: 'canary-passphrase' });
  const sshd = await startSshd();
  onTestFinished(() => sshd.stop());
  await desk.writeKnownHosts(sshd.hostKeys.map((key) => knownHostsLine(sshd.port, key)).join(''));
  const link = desk.link(makeProfile(sshd.port, { keyPath, agentPath: join(desk.home, 'canary-agent.sock') }));
  const locked = await diagnose(link);
  expect(locked.failure).toBeNull();
  expect(outline(locked)).toContain('skipped auth');
  desk.secrets.set('passphrase', 'canary-passphrase');
  const rejected = await diagnose(link);
  expect(rejected.failure).toMatchObject({ kind: 'auth-failed', stage: 'auth' });
  const agent = desk.link(
    makeProfile(sshd.port, { authMethod: 'agent', keyPath: null, agentPath: join(desk.home, 'canary-agent.sock') }),
  );
  const missing = await diagnose(agent);
  expect(missing.failure).toMatchObject({ stage: 'auth' });
  await link.connect();
  await agent.connect();
  const told = [locked, rejected, missing, await diagnose(link), await diagnose(agent)];
  expect(JSON.stringify([told, link.timeline(), agent.timeline()])).not.toContain('canary');
});
