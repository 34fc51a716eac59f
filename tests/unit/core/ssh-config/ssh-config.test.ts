import { access, chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSshConfig, type SshConfigOptions } from '../../../../main/core/ssh-config/create-ssh-config.ts';

let home: string;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'berth-ssh-config-'));
  await mkdir(path.join(home, '.ssh', 'conf.d'), { recursive: true });
});
afterEach(() => rm(home, { recursive: true, force: true }));

async function put(file: string, text: string, mode = 0o600): Promise<string> {
  const target = path.join(home, '.ssh', file);
  await writeFile(target, text);
  await chmod(target, mode);
  return target;
}
const reader = (more: Partial<SshConfigOptions> = {}) =>
  createSshConfig({
    homeDirectory: home,
    userName: 'me',
    agentSocket: '/agent',
    environment: {},
    systemFile: null,
    ...more,
  });
async function resolve(name: string, more: Partial<SshConfigOptions> = {}) {
  const resolved = await reader(more).resolve(name);
  if (!resolved.ok) throw new Error(resolved.failure.message);
  return resolved.value;
}
async function list(more: Partial<SshConfigOptions> = {}) {
  const listed = await reader(more).list();
  if (!listed.ok) throw new Error(listed.failure.message);
  return listed.value;
}
const messages = async () => (await list()).problems.map(({ lineNumber, message }) => `${lineNumber}: ${message}`);

describe('reading ~/.ssh/config', () => {
  it('knows no host without a file, and takes a name for its address', async () => {
    expect(await list()).toEqual({ hosts: [], problems: [] });
    expect(await resolve('me@box:2222')).toMatchObject({ address: 'box', user: 'me', port: 2222, problem: null });
    expect(await resolve('ssh://me@[::1]:2222/')).toMatchObject({ address: '::1', user: 'me', port: 2222 });
    expect(await resolve('fe80::1%eth0')).toMatchObject({ address: 'fe80::1%eth0', port: 22, problem: null });
  });

  it('lists what is named without wildcards once and in order, with the included files', async () => {
    await put(
      'config',
      'Include conf.d/*.conf ~/.ssh/more\nHost b *.x !c d?\nHost z\n Include under\nHost a b\n User u\n',
    );
    await put('conf.d/2.conf', 'Host two\n');
    await put('conf.d/1.conf', 'Host one\n HostName 192.0.2.1\n');
    await put('conf.d/.hidden.conf', 'Host hidden\n');
    await put('more', 'Host more\n');
    // Below `Host z` it never counts, for OpenSSH neither.
    await put('under', 'Host under\n');
    const { hosts, problems } = await list();
    expect(hosts.map(({ name }) => name)).toEqual(['one', 'two', 'more', 'b', 'z', 'a']);
    expect(hosts.map(({ address, user }) => `${user}@${address}`)).toContain('u@b');
    expect(problems).toEqual([]);
  });

  it('reads the file of the system after that of the user, and lists nothing of it', async () => {
    const systemFile = path.join(home, 'etc', 'ssh_config');
    await mkdir(path.join(home, 'etc'));
    await writeFile(systemFile, 'Include more\nHost *\n Port 2200\n User system\n');
    await writeFile(path.join(home, 'etc', 'more'), 'Host other\n User more\n');
    await put('config', 'Host box\n User own\n');
    expect(await resolve('box', { systemFile })).toMatchObject({ user: 'own', port: 2200 });
    expect(await resolve('other', { systemFile })).toMatchObject({ user: 'more', port: 2200 });
    expect((await list({ systemFile })).hosts.map(({ name }) => name)).toEqual(['box']);
  });

  it('runs nothing: Match exec, ProxyCommand, KnownHostsCommand, canonical names', async () => {
    const canary = path.join(home, 'canary');
    await put(
      'config',
      `Match exec "touch ${canary}"
 User never
Match !exec "touch ${canary}" host box
 User never
Match host box exec "touch ${canary}"
 User never
Match localnetwork 10.0.0.0/8
 User never
Host box
 CanonicalizeHostname yes
 CanonicalDomains invalid
 KnownHostsCommand /usr/bin/touch ${canary}
 ProxyCommand touch ${canary}; nc %h %p
 IdentityFile "$(touch ${canary})"
`,
    );
    const { hosts, problems } = await list();
    expect(hosts).toMatchObject([{ name: 'box', user: null, jumps: [] }]);
    expect(hosts[0]?.problem).toMatch(/^Its ProxyCommand is a program, and Berth runs no program.*jump host/);
    expect(problems.map(({ lineNumber }) => lineNumber)).toEqual([1, 3, 5, 7, 10, 12]);
    expect(problems[0]?.message).toMatch(/^Match exec is never run/);
    await expect(access(canary)).rejects.toThrow('ENOENT');
  });

  it.each([
    ['ssh -W %h:%p bastion', ['bastion']],
    ['/usr/bin/ssh -q -W [%h]:%p -p 2222 me@bastion', ['me@bastion:2222']],
    ['exec ssh bastion -l %r -W "%h:%p"', ['you@bastion']],
    ['none', []],
    ['ssh -W %h:22 bastion', null],
    ['ssh -o ProxyCommand=evil -W %h:%p bastion', null],
    ['ssh -W %h:%p bastion; touch x', null],
    ['ssh bastion nc %h %p', null],
    ['ssh -W %h:%p bastion tee', null],
    ['nc -X 5 -x proxy:1080 %h %p', null],
    ['', null],
  ])('understands ProxyCommand %j only where it is a jump', async (command, jumps) => {
    await put('config', `Host box\n User you\n ProxyCommand ${command}\n`);
    const resolved = await resolve('box');
    if (command === '') expect(await messages()).toEqual(['3: "proxycommand" is given no value.']);
    else expect([resolved.jumps, resolved.problem === null]).toEqual([jumps ?? [], jumps !== null]);
  });

  it('tells the whole way, and where it cannot be gone', async () => {
    await put(
      'config',
      `Host box
 ProxyJump bastion,me@inner:2222
Host bastion
 ProxyJump outer
Host inner
 ProxyCommand never used
Host circle
 ProxyJump loop
Host loop
 ProxyJump circle
Host self
 ProxyJump self
Host blocked
 ProxyJump command
Host command
 ProxyCommand nc %h %p
Host bad
 ProxyJump a,,b
`,
    );
    expect(await resolve('box')).toMatchObject({ jumps: ['outer', 'bastion', 'me@inner:2222'], problem: null });
    expect((await resolve('circle')).problem).toMatch(/leads back to circle, in a circle/);
    expect((await resolve('self')).problem).toMatch(/leads back to self/);
    expect((await resolve('blocked')).problem).toMatch(/^On the way, command: Its ProxyCommand is a program/);
    expect((await resolve('bad')).problem).toMatch(/ProxyJump is no list of hosts/);
    const chain = Array.from({ length: 12 }, (_, index) => `Host h${index}\n ProxyJump h${index + 1}\n`);
    await put('config', chain.join(''));
    expect((await resolve('h0')).problem).toMatch(/more than 8 hosts/);
  });

  it('finds the key and the agent', async () => {
    await put(
      'config',
      `Host tokens
 HostName %h.example
 Port 2222
 User you
 IdentityFile ~/.ssh/%n-%h-%p-%r-%u
Host gone
 IdentityFile ~/.ssh/gone
Host public
 IdentityFile ~/.ssh/public
Host variable
 IdentityFile \${KEYS}/public.pub
 IdentityAgent $SOCK
Host unknown
 IdentityFile ~/.ssh/%C
 IdentityAgent ~/agents/%r.sock
Host off
 IdentityAgent none
Host object
 IdentityAgent $constructor
`,
    );
    const key = await put('tokens-tokens.example-2222-you-me', '');
    const usual = await put('id_rsa', '');
    const half = await put('public.pub', '');
    const environment = { KEYS: path.join(home, '.ssh'), SOCK: '/run/agent' };
    expect(await resolve('tokens')).toMatchObject({ keyPath: key, address: 'tokens.example' });
    expect(await resolve('gone', { agentSocket: null })).toMatchObject({ keyPath: null });
    expect(await resolve('public')).toMatchObject({ keyPath: half, agentPath: null });
    expect(await resolve('variable', { environment })).toMatchObject({ keyPath: half, agentPath: '/run/agent' });
    const agentPath = path.join(home, 'agents', 'me.sock');
    expect(await resolve('unknown')).toMatchObject({ keyPath: null, agentPath });
    expect(await resolve('off')).toMatchObject({ keyPath: usual, agentPath: 'none' });
    expect(await resolve('object')).toMatchObject({ agentPath: 'none' });
    expect(await resolve('plain')).toMatchObject({ keyPath: null });
    expect(await resolve('plain', { agentSocket: null })).toMatchObject({ keyPath: usual });
  });

  it('tells every line it passes over, and reads on', async () => {
    await put(
      'config',
      `IgnoreUnknown Vendor*
VendorThing x
HostNam typo
Host "open
Host box
 Port 70000
 HostName a b
 User
 HostKeyAlias other
 StrictHostKeyChecking no
 Match
Match all host x
Match nonsense y
Host last
 User u
`,
    );
    expect(await messages()).toEqual([
      '3: "hostnam" is no setting of OpenSSH.',
      '4: A quote of this Host is not closed, so what stands below it never counts.',
      '6: The port must be 1 to 65535, not "70000".',
      '7: "hostname" takes one value, not "a b".',
      '8: "user" is given no value.',
      '9: HostKeyAlias is passed over: Berth checks the key that belongs to the address itself.',
      '10: StrictHostKeyChecking is passed over: Berth always checks the key.',
      '11: This Match names nothing.',
      '12: "all" stands alone in a Match, so what stands below it never counts.',
      '13: Berth does not know this Match, so what stands below it never counts.',
    ]);
    expect(await resolve('last')).toMatchObject({ user: 'u' });
  });

  it('bounds what it includes', async () => {
    const config = await put('config', 'Include config a deep0 big pipe loose ../.ssh/conf.d\nHost last\n');
    await put('a', 'Include b\n');
    await put('b', 'Include a\n');
    for (let depth = 0; depth < 20; depth += 1) await put(`deep${depth}`, `Include deep${depth + 1}\nHost d${depth}\n`);
    await put('big', 'x'.repeat(1024 * 1024 + 1));
    await put('loose', 'Host loose\n', 0o622);
    await symlink('/dev/zero', path.join(home, '.ssh', 'pipe'));
    const { hosts, problems } = await list();
    expect(hosts.map(({ name }) => name)).toEqual([
      ...Array.from({ length: 16 }, (_, index) => `d${15 - index}`),
      'last',
    ]);
    const told = problems.map(({ file, message }) => `${path.basename(file)}: ${message}`);
    expect(told).toEqual([
      `config: ${config} includes itself.`,
      `b: ${path.join(home, '.ssh', 'a')} includes itself.`,
      'deep15: Files that include one another more than 16 deep are passed over.',
      'big: The file is larger than 1 MiB.',
      'pipe: This is no plain file.',
      'loose: Others may change this file, so it is passed over, as OpenSSH does; chmod 600 mends it.',
      'conf.d: This is no plain file.',
    ]);
  });

  it('reads at most 1000 files and lists at most 1000 hosts, quickly', { timeout: 20_000 }, async () => {
    await put(
      'config',
      `Include twice twice\n${Array.from({ length: 3000 }, (_, index) => `Host h${index}\n`).join('')}`,
    );
    const again = 'Include leaf leaf leaf leaf leaf leaf leaf leaf leaf leaf\n';
    await put('twice', again.replaceAll('leaf', 'middle').repeat(10));
    await put('middle', again);
    await put('leaf', 'Port 23\n');
    const before = performance.now();
    const { hosts, problems } = await list();
    expect(hosts).toHaveLength(1000);
    expect(problems.map(({ message }) => message)).toEqual([
      'Only the first 1000 files are read.',
      'Only the first 1000 servers are listed.',
    ]);
    expect(performance.now() - before).toBeLessThan(15_000);
  });

  it('refuses as a whole a file that others may change or that cannot be read', async () => {
    const file = await put('config', 'Host box\n', 0o666);
    const loose = await reader().resolve('box');
    expect(!loose.ok && loose.failure.message).toBe(
      `${file} is not used. Others may change this file, so it is passed over, as OpenSSH does; chmod 600 mends it.`,
    );
    await rm(file);
    await mkdir(file);
    const folder = await reader().list();
    expect(!folder.ok && folder.failure).toMatchObject({ kind: 'store-unreadable', stage: 'store' });
  });

  it.each([
    ['HostName -oProxyCommand=x', 'Address must not begin with "-".'],
    ['HostName "a b"', 'Address must be a host name or an IP address.'],
    ['HostName %C', 'HostName holds %C, which OpenSSH refuses too.'],
    ['HostName a\u0007b', 'Address must not hold control characters.'],
    ['User -l', 'User must not begin with "-".'],
  ])('refuses to dial %j', async (line, problem) => {
    await put('config', `Host box\n ${line}\n`);
    expect((await resolve('box')).problem).toBe(problem);
  });
});
