import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSshConfig } from '../../../main/core/ssh-config/create-ssh-config.ts';

const run = promisify(execFile);
let home: string;
let config: string;
const userName = userInfo().username;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'berth-ssh-config-'));
  config = path.join(home, '.ssh', 'config');
  await mkdir(path.join(home, '.ssh', 'more'), { recursive: true });
  for (const key of ['one', 'two', 'with space']) await writeFile(path.join(home, '.ssh', key), '');
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function write(file: string, text: string): Promise<void> {
  const target = path.join(home, '.ssh', file);
  await writeFile(target, text.replaceAll('@', home).replaceAll('(at)', '@'));
  await chmod(target, 0o600);
}

/** What OpenSSH's own client makes of the file. */
async function askOpenSsh(name: string) {
  const { stdout } = await run('ssh', ['-G', '-F', config, name], { env: { PATH: process.env.PATH } });
  const all = (keyword: string) =>
    stdout
      .split('\n')
      .filter((line) => line.startsWith(`${keyword} `))
      .map((line) => line.slice(keyword.length + 1));
  const first = (keyword: string) => all(keyword)[0] ?? null;
  const named = all('identityfile').filter((file) => file.startsWith(home));
  const there = ['one', 'two', 'with space'].map((key) => path.join(home, '.ssh', key));
  return {
    address: first('hostname')?.toLowerCase(),
    port: Number(first('port')),
    user: first('user'),
    keyPath: named.find((file) => there.includes(file)) ?? null,
    jumps: first('proxyjump')?.split(',') ?? [],
    isAgentForwarded: first('forwardagent') === 'yes',
    agentPath: first('identityagent') === 'SSH_AUTH_SOCK' ? null : first('identityagent'),
  };
}

async function askBerth(name: string) {
  const options = { homeDirectory: home, userName, agentSocket: '/agent', environment: {}, systemFile: null };
  const resolved = await createSshConfig(options).resolve(name);
  if (!resolved.ok) throw new Error(resolved.failure.message);
  const { problem, authMethod: _authMethod, ...host } = resolved.value;
  return { problem, host: { ...host, address: host.address.toLowerCase(), user: host.user ?? userName } };
}

// "@" stands for the home folder, "(at)" for itself.
const cases: readonly (readonly [title: string, text: string, names: readonly string[]])[] = [
  ['nothing about it', 'Host other\n HostName 192.0.2.1\n', ['box', 'BOX', '192.0.2.7']],
  ['the first value counts', 'Host box\n Port 1\n User a\nHost *\n Port 2\n User b\n', ['box', 'other']],
  ['settings before any Host', 'User early\nHost box\n User late\n Port 3\n', ['box', 'other']],
  ['wildcards', 'Host b?x\n Port 1\nHost *.example.org\n Port 2\n', ['box', 'bx', 'a.example.org', 'example.org']],
  ['negated patterns', 'Host * !box\n Port 5\nHost !box\n User never\n', ['box', 'other']],
  ['a negated pattern after one that matches', 'Host box !b*\n Port 5\n', ['box']],
  ['case of names', 'Host Box\n Port 7\n', ['Box', 'box']],
  ['an equals sign', 'Host=box\n Port = 7\n\tUser=me\n', ['box']],
  ['quotes of both kinds', `Host "box" 'b c'\n User 'a b'\n IdentityFile "@/.ssh/with space"\n`, ['box']],
  ['escaped blanks', 'Host box\n IdentityFile @/.ssh/with\\ space\n', ['box']],
  ['comments after values', 'Host box # mine\n Port 7 # seven\n HostName a#b\n', ['box', 'mine']],
  ['blank lines, tabs and returns', '\r\n\tHost box\r\n\t\tPort\t9\r\n\r\n', ['box']],
  ['%h in HostName', 'Host box web\n HostName %h.example.org\nMatch host box.example.org\n Port 4\n', ['box', 'web']],
  ['%% in HostName', 'Host box\n HostName fe80::1%%eth0\n', ['box']],
  ['a second HostName', 'Host box\n HostName one.example\nHost *\n HostName two.example\n', ['box', 'x']],
  [
    'several keys',
    'Host box\n IdentityFile @/.ssh/none\n IdentityFile @/.ssh/two\nHost *\n IdentityFile @/.ssh/one\n',
    ['box', 'x'],
  ],
  ['an IPv6 address', 'Host box\n HostName 2001:db8::7\n', ['box', '2001:DB8::1']],
  [
    'Match host and originalhost',
    'Match host box\n HostName far\nMatch host far\n Port 1\nMatch originalhost box\n User o\n',
    ['box', 'far'],
  ],
  [
    'Match with two criteria',
    'Match host box user root\n Port 1\nMatch host box user me\n Port 2\n',
    ['box', 'me(at)box'],
  ],
  [
    'Match user of an earlier line',
    'Host box\n User deploy\nMatch user deploy\n Port 3\nMatch user root\n Port 4\n',
    ['box', 'x'],
  ],
  ['Match localuser', `Match localuser ${userName}\n Port 6\nMatch localuser nobody-else\n Port 7\n`, ['box']],
  ['negated Match', 'Match !host box\n Port 6\nMatch host * !user root\n User never\n', ['box', 'x']],
  ['Match lists', 'Match host box,web,!b*\n Port 6\n', ['box', 'web']],
  ['Match in upper case', 'match HOST BOX\n Port 6\nMATCH all\n User u\n', ['box', 'Box']],
  ['Match host=', 'Match host=box\n Port 6\nMatch host "box" user "*"\n User u\n', ['box']],
  ['Match all and after it', 'Match all\n User u\nHost box\n Port 5\n', ['box', 'x']],
  [
    'Match final',
    'Host box\n HostName far.example\nMatch final host far.example\n Port 8\nHost far.example\n User second\n',
    ['box'],
  ],
  ['Match final all, and not final', 'Match final all\n Port 8\nMatch !final host *\n Port 9\n', ['box']],
  ['Match canonical alone', 'Match canonical all\n Port 8\nHost *\n Port 9\n', ['box']],
  ['final keeps keys once', 'IdentityFile @/.ssh/two\nMatch final all\n IdentityFile @/.ssh/one\n', ['box']],
  [
    'canonical names are read a second time',
    'CanonicalizeHostname yes\nHost box\n HostName 192.0.2.9\nHost 192.0.2.9\n Port 8\n',
    ['box'],
  ],
  ['ProxyJump', 'Host box\n ProxyJump bastion\n', ['box']],
  ['a chain with users and ports', 'Host box\n ProxyJump a(at)one:2222,two,c(at)[::1]:44\n', ['box']],
  ['ProxyJump none before another', 'Host box\n ProxyJump none\nHost *\n ProxyJump bastion\n', ['box']],
  ['ProxyCommand none before ProxyJump', 'Host box\n ProxyCommand none\nHost *\n ProxyJump bastion\n', ['box']],
  ['ForwardAgent', 'Host box\n ForwardAgent yes\nHost *\n ForwardAgent no\n', ['box', 'x']],
  [
    'IdentityAgent',
    'Host box\n IdentityAgent none\nHost web\n IdentityAgent @/agent.sock\nHost *\n IdentityAgent SSH_AUTH_SOCK\n',
    ['box', 'web', 'x'],
  ],
  ['a file that is included', 'Include @/.ssh/more/a\nHost box\n Port 9\n', ['box', 'inner']],
  ['an Include below a Host', 'Host box\n Include @/.ssh/more/a\n User after\n', ['box', 'inner', 'x']],
  [
    'an Include of many, with a Match that ends with its file',
    'Include @/.ssh/more/*\nUser outer\n',
    ['box', 'inner', 'x'],
  ],
  [
    'an Include below a Match',
    'Match host inner\n Include "@/.ssh/more/b" @/.ssh/more/missing\n Port 4\n',
    ['box', 'inner'],
  ],
];

describe('~/.ssh/config', () => {
  test.each(cases)('is taken as OpenSSH takes it: %s', async (_title, text, names) => {
    await write('more/a', 'Port 21\nHost inner\n HostName inner.example\n User a\n');
    await write('more/b', 'User b\nMatch host box\n HostName from-b\n');
    await write('config', text);
    for (const written of names) {
      const name = written.replaceAll('(at)', '@');
      const { problem, host } = await askBerth(name);
      expect({ name, ...host }).toEqual({ name, ...(await askOpenSsh(name)) });
      expect(problem === null || /^(Address|User) must /.test(problem)).toBe(true);
    }
  });

  test('is taken as OpenSSH takes it: files made of chance', { timeout: 30_000 }, async () => {
    const name = fc.constantFrom('box', 'web', 'far.example', 'b*', '*', '?ox', '!box', '!w*', '*.example', 'BOX');
    const patterns = (separator: string) =>
      fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join(separator));
    const criterion = fc.oneof(
      fc.tuple(fc.constantFrom('host', '!host', 'originalhost', 'user', 'localuser', '!user'), patterns(',')),
      fc.constantFrom(['final', ''], ['!final', ''], ['canonical', '']),
    );
    const header = fc.oneof(
      patterns(' ').map((names) => `Host ${names}`),
      fc
        .array(criterion, { minLength: 1, maxLength: 3 })
        .map((all) => `Match ${all.map((one) => one.join(' ')).join(' ')}`),
      fc.constantFrom('Match all', 'Match final all', 'Match canonical all'),
    );
    const line = fc.oneof(
      fc.constantFrom('HostName far.example', 'HostName %h.example', 'HostName 192.0.2.7', 'User box', 'User "web"'),
      fc.integer({ min: 1, max: 65535 }).map((port) => `Port=${port}`),
      fc.constantFrom('IdentityFile @/.ssh/one', "IdentityFile '@/.ssh/two'", 'IdentityFile @/.ssh/with\\ space'),
      fc.constantFrom('ProxyJump gate', 'ProxyJump none', 'ProxyJump a,me(at)b:2222', 'ProxyCommand none'),
      fc.constantFrom('ForwardAgent yes', 'ForwardAgent no', 'IdentityAgent none', 'IdentityAgent SSH_AUTH_SOCK # end'),
      fc.constantFrom('Include @/.ssh/more/*', 'Include @/.ssh/more/a', 'CanonicalizeHostname yes', '# nothing', ''),
    );
    const text = fc.array(fc.oneof({ weight: 1, arbitrary: header }, { weight: 2, arbitrary: line }), {
      maxLength: 14,
    });
    const files = fc.tuple(text, text, text, fc.constantFrom('box', 'web', 'far.example', 'Box', 'box(at)web'));
    await fc.assert(
      fc.asyncProperty(files, async ([config, a, b, written]) => {
        const lines = (part: readonly string[]) => `${part.join('\n')}\n`;
        const withoutInclude = (part: readonly string[]) => lines(part.filter((one) => !one.startsWith('Include')));
        await write('more/a', withoutInclude(a));
        await write('more/b', withoutInclude(b));
        await write('config', lines(config));
        const asked = written.replaceAll('(at)', '@');
        const { jumps, ...host } = (await askBerth(asked)).host;
        const { jumps: expected, ...theirs } = await askOpenSsh(asked);
        expect(host).toEqual(theirs);
        // The way of the first jump, if it has one, goes before what OpenSSH tells of this host alone.
        if (expected.length > 0) expect([[], expected]).toContainEqual(jumps.slice(-expected.length));
        else expect(jumps).toEqual([]);
      }),
      { numRuns: Number(process.env.BERTH_FUZZ_RUNS ?? 60), seed: 7 },
    );
  });
});
