import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Profile } from '../../../main/contract/profiles.ts';
import type { LinkTimings } from '../../../main/core/ssh/timings.ts';
import { startAgent } from './agent.ts';
import { startAskingServer } from './asking-server.ts';
import { failureOfResult, knownHostsLine, makeDesk, makeProfile, statusWhere } from './harness.ts';
import { connectAnswering, questionOf } from './questions.ts';
import { makeKey, type Sshd, startSshd } from './sshd.ts';

const users = ['asked', 'expired', 'keyasked', 'keypass', 'passkey', 'passasked', 'twokeys', 'hostbased'];
const byUser = (user: string, methods: string) => [`Match User ${user}`, `AuthenticationMethods ${methods}`];

/** The password of every user. */
const password = 'right-one-1';
const asking = ['UsePAM yes', 'KbdInteractiveAuthentication yes'];
const pamRules = `printf 'auth required pam_unix.so nodelay\\naccount required pam_unix.so\\npassword required pam_unix.so\\nsession required pam_permit.so\\n' >/etc/pam.d/sshd`;
const makeUser = (user: string) =>
  `useradd --no-create-home --home-dir / --shell /bin/sh ${user}; echo '${user}:${password}' | chpasswd`;

let sshd: Sshd;
beforeAll(async () => {
  sshd = await startSshd({
    settings: asking,
    matches: [
      ...byUser('asked', 'keyboard-interactive'),
      ...byUser('keyasked', 'publickey,keyboard-interactive'),
      ...[...byUser('keypass', 'publickey,password'), 'PasswordAuthentication yes'],
      ...[...byUser('passkey', 'password,publickey'), 'PasswordAuthentication yes'],
      ...[...byUser('passasked', 'password,keyboard-interactive'), 'PasswordAuthentication yes'],
      ...byUser('twokeys', 'publickey,publickey'),
      ...[...byUser('hostbased', 'publickey,hostbased'), 'HostbasedAuthentication yes'],
    ],
    etcScript: [pamRules, ...users.map(makeUser), 'chage -d 0 expired'].join('\n'),
  });
});
afterAll(() => sshd.stop());

async function makeLink(fields: Partial<Profile>, options: { timings?: Partial<LinkTimings>; server?: Sshd } = {}) {
  const { server = sshd, timings = {} } = options;
  const desk = await makeDesk();
  await desk.writeKnownHosts(server.hostKeys.map((key) => knownHostsLine(server.port, key)).join(''));
  const profile = makeProfile(server.port, { authMethod: 'interactive', keyPath: server.keyPath, ...fields });
  return { desk, link: desk.link(profile, { timings }) };
}

test('What PAM asks is asked in flight; a wrong answer is asked for again, and a wrong count is not taken', async () => {
  const { link } = await makeLink({ user: 'asked' });
  const outcome = link.connect();
  const first = await questionOf(link);
  expect(first.prompts).toEqual([{ text: 'Password:', isEchoed: false }]);
  expect(first.expiresAtMs).toBeGreaterThan(Date.now() + 60_000);
  expect(link.status().state).toBe('connecting');
  expect(link.answer(first.id, [])).toBe(false);
  expect(link.answer('another', ['x'])).toBe(false);
  expect(link.answer(first.id, ['wrong'])).toBe(true);
  const second = await questionOf(link, first);
  expect(second.instruction).toContain('did not accept the answers');
  link.answer(second.id, [password]);
  expect(await outcome).toMatchObject({ ok: true, value: { question: null } });
});

test('A remembered password answers its question; a wrong one is forgotten and asked for', async () => {
  const { desk, link } = await makeLink({ user: 'asked' });
  desk.secrets.set('password', password);
  expect(await connectAnswering(link, [])).toMatchObject({ outcome: { ok: true } });
  await link.disconnect();
  desk.secrets.set('password', 'wrong');
  const { asked, outcome } = await connectAnswering(link, [[password]]);
  expect(asked[0]?.instruction).toContain('did not accept the remembered password');
  expect(outcome.ok).toBe(true);
  expect(desk.secrets.has('password')).toBe(false);
});

test('A profile with a password logs in where the host takes it only as an answer', async () => {
  const { desk, link } = await makeLink({ user: 'asked', authMethod: 'password' });
  desk.secrets.set('password', 'wrong');
  expect(failureOfResult(await link.connect())).toMatchObject({ kind: 'secret-needed', secretKind: 'password' });
  expect(desk.secrets.has('password')).toBe(false);
  desk.secrets.set('password', password);
  expect(await link.connect()).toMatchObject({ ok: true, value: { question: null } });
});

test('An expired password is changed in several rounds', async () => {
  const { desk, link } = await makeLink({ user: 'expired' });
  desk.secrets.set('password', password);
  const { asked, outcome } = await connectAnswering(link, [[password], ['another-1-new'], ['another-1-new']]);
  expect(asked.map(({ prompts }) => prompts[0]?.text)).toEqual([
    'Current password:',
    'New password:',
    'Retype new password:',
  ]);
  expect(asked[0]?.instruction).toMatch(/required to change your password/);
  expect(outcome.ok).toBe(true);
});

test('After the key the host asks on, from a key file and from an agent whose right key is one of twenty', async () => {
  const key = await makeLink({ user: 'keyasked', authMethod: 'key' });
  expect((await connectAnswering(key.link, [[password]])).outcome.ok).toBe(true);
  const names = Array.from({ length: 19 }, (_, index) => join(key.desk.home, `stranger_${index}`));
  await Promise.all(names.map((name) => makeKey(name)));
  const agentPath = await startAgent([...names, sshd.keyPath]);
  const agent = await makeLink({ user: 'keyasked', authMethod: 'agent', agentPath });
  expect((await connectAnswering(agent.link, [[password]])).outcome.ok).toBe(true);
});

test('A password is a second or a first step, and is asked for when it is not known', async () => {
  const second = await makeLink({ user: 'keypass', authMethod: 'key' });
  expect(failureOfResult(await second.link.connect())).toMatchObject({ kind: 'secret-needed', secretKind: 'password' });
  second.desk.secrets.set('password', password);
  expect(await second.link.connect()).toMatchObject({ ok: true });
  const first = await makeLink({ user: 'passkey', authMethod: 'password' });
  first.desk.secrets.set('password', password);
  expect(await first.link.connect()).toMatchObject({ ok: true });
  const asked = await makeLink({ user: 'passasked', authMethod: 'password' });
  asked.desk.secrets.set('password', password);
  expect(await connectAnswering(asked.link, [])).toMatchObject({ outcome: { ok: true } });
});

test('Two keys of an agent are two steps, and a step that cannot be done is named', async () => {
  const { desk } = await makeLink({});
  const other = join(desk.home, 'other');
  await makeKey(other);
  await copyFile(join(sshd.directory, 'authorized_keys'), join(desk.home, 'authorized_keys'));
  await writeFile(join(sshd.directory, 'authorized_keys'), await readFile(`${other}.pub`), { flag: 'a' });
  onTestFinished(() => copyFile(join(desk.home, 'authorized_keys'), join(sshd.directory, 'authorized_keys')));
  const agentPath = await startAgent([sshd.keyPath, other]);
  const both = await makeLink({ user: 'twokeys', authMethod: 'agent', agentPath });
  expect(await both.link.connect()).toMatchObject({ ok: true });
  const undoable = await makeLink({ user: 'hostbased', authMethod: 'key' });
  expect(failureOfResult(await undoable.link.connect())).toMatchObject({
    kind: 'auth-failed',
    message: expect.stringContaining('further login step'),
    detail: 'The server allows: hostbased',
  });
});

test('A question that is given up, left alone or cut off ends the attempt for good', async () => {
  const given = await makeLink({ user: 'asked' });
  expect(failureOfResult((await connectAnswering(given.link, [null])).outcome)).toMatchObject({
    kind: 'auth-failed',
    message: expect.stringContaining('not answered'),
  });
  expect(given.link.status()).toMatchObject({ state: 'failed', question: null, nextAttemptAtMs: null });
  const left = await makeLink({ user: 'asked' }, { timings: { answerMs: 50 } });
  expect(failureOfResult(await left.link.connect()).message).toMatch(/Nobody answered/);
  const cut = await makeLink({ user: 'asked' });
  const outcome = cut.link.connect();
  await questionOf(cut.link);
  await cut.link.disconnect();
  expect(cut.link.status()).toMatchObject({ state: 'disconnected', question: null });
  expect(failureOfResult(await outcome).kind).toBe('disconnected');
});

test('A host that hangs up while its question stands is said to have stopped waiting', async () => {
  const server = await startSshd({
    settings: [...asking, 'LoginGraceTime 2'],
    etcScript: [pamRules, makeUser('asked')].join('\n'),
  });
  onTestFinished(() => server.stop());
  const { link } = await makeLink({ user: 'asked' }, { server });
  expect(failureOfResult(await link.connect())).toMatchObject({
    kind: 'auth-failed',
    message: '127.0.0.1 stopped waiting for the answer.',
  });
  expect((await statusWhere(link, ({ state }) => state === 'failed')).question).toBeNull();
});

test('Several prompts in several rounds are asked cleaned, and a round without prompts is not asked', async () => {
  const { link, heard } = await startAskingServer([
    {
      title: 'Two\u001b[31m factors',
      instruction: 'Look at your\u202e phone.',
      prompts: [
        { prompt: 'PIN: ', echo: false },
        { prompt: `Code ${'x'.repeat(1_000)}`, echo: true },
      ],
    },
    { title: '', instruction: 'Wait.', prompts: [] },
    { title: '', instruction: '', prompts: [{ prompt: 'Reason?', echo: true }] },
  ]);
  const { asked, outcome } = await connectAnswering(link, [['1234', '987654'], ['']]);
  expect(outcome.ok).toBe(true);
  expect(heard).toEqual([['1234', '987654'], [], ['']]);
  expect(asked[0]).toMatchObject({ title: 'root@127.0.0.1: Two[31m factors', instruction: 'Look at your phone.' });
  expect(asked[0]?.prompts.map(({ text, isEchoed }) => [text.length, isEchoed])).toEqual([
    [4, false],
    [300, true],
  ]);
});

test('A host that asks for too much at once, or without end, is not answered on', async () => {
  const round = (count: number) => ({
    title: '',
    instruction: '',
    prompts: Array.from({ length: count }, () => ({ prompt: 'More?', echo: true })),
  });
  const wide = await startAskingServer([round(17)]);
  expect(failureOfResult(await wide.link.connect())).toMatchObject({
    message: expect.stringMatching(/asks more than/),
  });
  const endless = await startAskingServer(Array.from({ length: 20 }, () => round(1)));
  const { outcome } = await connectAnswering(
    endless.link,
    Array.from({ length: 10 }, () => ['yes']),
  );
  expect(failureOfResult(outcome)).toMatchObject({ kind: 'auth-failed', message: expect.stringMatching(/asks more/) });
  expect(endless.heard).toHaveLength(10);
});
