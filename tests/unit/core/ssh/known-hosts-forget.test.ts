import { chmod, mkdir, mkdtemp, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { describeHostKey } from '../../../../main/core/ssh/host-keys/host-key.ts';
import { createKnownHosts } from '../../../../main/core/ssh/host-keys/known-hosts.ts';
import { removeName } from '../../../../main/core/ssh/host-keys/known-hosts-edit.ts';
import { hashName } from '../../../../main/core/ssh/host-keys/known-hosts-name.ts';
import { makeHostKey } from './host-keys.ts';

const host = { address: 'host.example', port: 22 };
const [first, second] = [makeHostKey('ssh-ed25519', 1), makeHostKey('ecdsa-sha2-nistp256', 2)];
const written = (hosts: string, key = first, end = '\n') =>
  `${hosts} ${key.toString('latin1', 4, 4 + key.readUInt32BE(0))} ${key.toString('base64')}${end}`;

async function setUp(texts: { user?: string | Buffer; own?: string; system?: string }) {
  const home = await mkdtemp(join(tmpdir(), 'berth-forget-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const [user, own, system] = [join(home, '.ssh', 'known_hosts'), join(home, 'data', 'known_hosts'), join(home, 'all')];
  await mkdir(join(home, '.ssh'));
  await mkdir(join(home, 'data'));
  for (const [file, text] of [
    [user, texts.user],
    [own, texts.own],
    [system, texts.system],
  ] as const) {
    if (text !== undefined) await writeFile(file, text, { mode: 0o640 });
  }
  const places = { homeDirectory: home, dataDirectory: join(home, 'data'), systemKnownHosts: system };
  return { home, user, own, system, knownHosts: createKnownHosts(places) };
}

test('Only the name goes: other names, marks, comments, line ends and odd bytes stay', () => {
  const hashed = hashName('host.example', Buffer.alloc(20, 3));
  const text = [
    '# host.example \xff\xfe\r\n',
    written('other.example,host.example,10.0.0.7', first, ' a \xe9 comment\r\n'),
    written('Host.Example', second),
    `\t${written('!bad.example,host.example')}`,
    written(hashed),
    `@revoked ${written('host.example')}`,
    `@cert-authority ${written('host.example')}`,
    written('*.example'),
    written('host.example.net'),
    'host.example ssh-ed25519 broken\n',
    written('host.example', second, ''),
  ];
  const edit = removeName(text.join(''), 'host.example');
  const shortened = text[1]?.replace('host.example,', '');
  expect(edit.text).toBe([text[0], shortened, ...text.slice(5, 10)].join(''));
  expect(edit.removed.map(({ lineNumber }) => lineNumber)).toEqual([2, 3, 4, 5, 11]);
  expect(edit.covering.map(({ lineNumber }) => lineNumber)).toEqual([8]);
});

test('The known keys are forgotten in both files, each kept as it was beside the new one, and told', async () => {
  const user = `# mine\n${written('host.example,10.0.0.7')}`;
  const { knownHosts, ...files } = await setUp({ user: `${user}\xff`, own: written('host.example', second) });
  await chmod(files.own, 0o600);
  const before = await readFile(files.user);
  expect(await knownHosts.forget(host)).toEqual({
    ok: true,
    value: {
      removed: [
        { file: files.own, lineNumber: 1, fingerprint: describeHostKey(second).fingerprint },
        { file: files.user, lineNumber: 2, fingerprint: describeHostKey(first).fingerprint },
      ],
    },
  });
  expect(await readFile(files.own, 'utf8')).toBe('');
  expect(await readFile(files.user, 'utf8')).toBe(`# mine\n${written('10.0.0.7')}\xff`);
  expect(await readFile(`${files.user}.old`)).toEqual(before);
  expect(await readFile(`${files.own}.old`, 'utf8')).toBe(written('host.example', second));
  for (const file of [files.user, `${files.user}.old`]) expect((await stat(file)).mode & 0o777).toBe(0o640);
  for (const file of [files.own, `${files.own}.old`]) expect((await stat(file)).mode & 0o777).toBe(0o600);
  // Nothing is trusted by it: the next key is a question, and forgetting again finds nothing and changes nothing.
  const check = await knownHosts.check(host);
  expect(check.ok && check.value.check(second).kind).toBe('unknown');
  expect(await knownHosts.forget(host)).toEqual({ ok: true, value: { removed: [] } });
  expect(await readFile(`${files.user}.old`)).toEqual(before);
});

test('A known_hosts that is a link is followed, and stays one', async () => {
  const { knownHosts, home, user } = await setUp({});
  await writeFile(join(home, 'dotfile'), written('host.example'));
  await symlink('../dotfile', user);
  expect(await knownHosts.forget(host)).toMatchObject({ ok: true, value: { removed: [{ file: user }] } });
  expect(await readlink(user)).toBe('../dotfile');
  expect(await readFile(join(home, 'dotfile'), 'utf8')).toBe('');
  expect(await readFile(`${user}.old`, 'utf8')).toBe(written('host.example'));
});

test.each([
  ['a pattern', { own: written('host.example'), user: `\n${written('*.example', second)}` }, 'user', 2],
  ['a pattern beside the name', { user: written('host.example,*.example') }, 'user', 1],
  ['the system', { user: written('host.example'), system: written('host.example', second) }, 'system', 1],
] as const)(
  'A line of %s cannot be forgotten: it is named, and nothing changes',
  async (_, texts, name, lineNumber) => {
    const { knownHosts, ...files } = await setUp(texts);
    const forgotten = await knownHosts.forget(host);
    expect(forgotten).toMatchObject({ ok: false, failure: { kind: 'store-unreadable', stage: 'host key' } });
    expect(!forgotten.ok && forgotten.failure.message).toContain(`${files[name]}:${lineNumber} `);
    for (const [file, text] of Object.entries(texts)) {
      expect(await readFile(files[file as keyof typeof texts & keyof typeof files], 'utf8')).toBe(text);
    }
  },
);

test('A revoked mark stays, and is told when there is nothing else', async () => {
  const mark = `@revoked ${written('host.example')}`;
  const both = await setUp({ user: mark + written('host.example') });
  expect(await both.knownHosts.forget(host)).toMatchObject({ ok: true, value: { removed: [{ lineNumber: 2 }] } });
  expect(await readFile(both.user, 'utf8')).toBe(mark);
  const again = await both.knownHosts.forget(host);
  expect(again).toMatchObject({ ok: false, failure: { kind: 'host-key-revoked' } });
  expect(!again.ok && again.failure.message).toContain(`${both.user}:1`);
});

test('Five megabytes of hashed names are searched at once', async () => {
  const key = makeHostKey('ssh-ed25519', 9);
  const lines = Array.from({ length: 36_000 }, (_, index) => written(hashName(`h${index}`, Buffer.alloc(20, index))));
  const { knownHosts } = await setUp({
    user: lines.join('') + written(hashName('host.example', Buffer.alloc(20)), key),
  });
  expect(lines.join('').length).toBeGreaterThan(5_000_000);
  // Time of the processor, so that other work of this machine does not count.
  const before = process.cpuUsage();
  const check = await knownHosts.check(host);
  expect(check.ok && check.value.check(key).kind).toBe('known');
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1_000).toBeLessThan(1_500);
});
