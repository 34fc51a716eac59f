import { execFileSync } from 'node:child_process';
import { describe, expect, it, test } from 'vitest';
import { type Result, succeed } from '../../../../main/contract/failure.ts';
import { type Check, type CheckId, check, checkId } from '../../../../main/contract/setup.ts';
import { systemClock } from '../../../../main/core/defaults/system-clock.ts';
import type { Host } from '../../../../main/core/host.ts';
import { bootstrapFailed, linkLost } from '../../../../main/core/remote/script-failures.ts';
import { asRoot, quote } from '../../../../main/core/setup/doctor/commands.ts';
import { createDoctor } from '../../../../main/core/setup/doctor/doctor.ts';
import { judgeAll } from '../../../../main/core/setup/doctor/judge.ts';
import type { Knowledge } from '../../../../main/core/setup/doctor/knowledge.ts';
import { reportText } from '../../../../main/core/setup/doctor/report.ts';
import { compareVersions } from '../../../../main/core/setup/versions.ts';
import { ChannelRefusedError, LinkLostError } from '../../../../main/core/ssh/link.ts';
import { but, foreign, healthyFacts, knowing, onFileSystem, type RawFacts, server } from './healthy-facts.ts';

const outcomes = (checks: readonly Check[], outcome: Check['outcome']) =>
  checks.filter((one) => one.outcome === outcome).map(({ id }) => id);
test('An ordinary Debian is well in every respect, and the checks come in the order of the contract', () => {
  const checks = judgeAll(knowing());
  expect(checks.map(({ id }) => id)).toEqual(checkId.options);
  expect(outcomes(checks, 'warn')).toEqual([]);
  expect(outcomes(checks, 'fail')).toEqual([]);
  for (const one of checks) {
    expect(check.safeParse(one).success).toBe(true);
    expect(one.seen).toMatch(/^\S.*\.$/);
    expect(one.why).toMatch(/^\S.*\.$/);
  }
});

test('A host that tells nothing, or nonsense, gets a whole report: nothing is called broken that was not seen', () => {
  const nothing = Object.fromEntries(Object.keys(healthyFacts).map((key) => [key, null]));
  const nonsense = Object.fromEntries(Object.keys(healthyFacts).map((key) => [key, { path: 7 }]));
  for (const told of [nothing, nonsense]) {
    const checks = judgeAll(knowing(told, { forwarding: 'unknown', sessions: null }));
    expect(checks.map(({ id }) => id)).toEqual(checkId.options);
    expect(outcomes(checks, 'fail')).toEqual([]);
    expect(new Set(checks.map(({ seen }) => seen))).toEqual(new Set(['It could not be read.']));
  }
});

const withoutSwap = but('memory', { totalBytes: 2e9, swapTotalBytes: 0, swapFreeBytes: 0 });

type Fault = readonly [CheckId, Check['outcome'], string, RawFacts, RegExp | null, Partial<Knowledge>?];
const faults: readonly Fault[] = [
  ['os', 'fail', 'kernel 3.10', but('system', { kernel: '3.10.0-1160.el7' }), null],
  ['architecture', 'fail', 'armv7l', but('system', { architecture: 'armv7l' }), null],
  ['architecture', 'fail', '32 bits', but('system', { wordBits: 32 }), null],
  [
    'libc',
    'fail',
    'terminals and repositories work here; editors do not',
    { libc: { kind: 'musl', version: '1.2.4' } },
    null,
  ],
  ['libc', 'fail', 'too old', { libc: { kind: 'glibc', version: '2.17' } }, null],
  ['coreutils', 'fail', 'Missing: flock and setsid', but('tools', { missing: ['flock', 'setsid'] }), null],
  ['coreutils', 'warn', 'BusyBox v1.36', but('tools', { coreutils: 'BusyBox v1.36.1' }), /^sudo apt-get install/],
  ['proc', 'warn', 'hidepid', { proc: { isWhole: false, hasPorts: true } }, /^sudo mount -o remount,hidepid=0 \/proc$/],
  [
    'locale',
    'warn',
    'C, which is not UTF-8',
    { locale: { name: 'C', charmap: 'ANSI_X3.4-1968' } },
    /\/etc\/default\/locale/,
  ],
  [
    'locale',
    'warn',
    'No language',
    { ...but('system', { id: 'arch' }), locale: { name: null, charmap: 'ANSI_X3.4-1968' } },
    /tee -a \/etc\/environment$/,
  ],
  ['locale', 'warn', 'No language', { locale: { name: null, charmap: 'ANSI_X3.4-1968' } }, /\/etc\/default\/locale/],
  [
    'login-shell',
    'fail',
    'not there',
    but('account', { shell: '/usr/bin/zsh', isShellThere: false }),
    /^sudo usermod -s \/bin\/bash dev$/,
  ],
  ['login-shell', 'warn', 'opens no terminal', but('account', { shell: '/usr/sbin/nologin' }), /usermod/],
  ['home', 'warn', 'mode 777', but('home', { mode: '777' }), /^fix$/],
  ['home', 'fail', 'belongs to the user with the number 0', but('home', { owner: 0 }), /^sudo chown 1000 \/home\/dev$/],
  ['home', 'fail', 'cannot be written', but('home', { isWritable: false }), /^chmod u\+rwx \/home\/dev$/],
  [
    'home',
    'fail',
    'for reading only',
    but('home', { mount: { point: "/ho me'", kind: 'ext4', isReadOnly: true } }),
    /^sudo sh -c /,
  ],
  [
    'home-locks',
    'fail',
    'cannot be locked on nfs4',
    but('home', { locks: 'broken', mount: { point: '/', kind: 'nfs4', isReadOnly: false } }),
    null,
  ],
  ['home-locks', 'fail', 'same lock at once', but('home', { locks: 'useless' }), null],
  ['disk', 'fail', '150 MB of 40.0 GB', but('disk', { availableBytes: 150e6 }), /^du -xah \/home\/dev/],
  ['disk', 'warn', '1.5 GB', but('disk', { availableBytes: 1.5e9 }), /^du -xah/],
  ['disk', 'fail', 'Only 100 of 1000 files', but('disk', { inodesTotal: 1000, inodesFree: 100 }), /^du --inodes/],
  ['memory', 'fail', 'No further editor', but('memory', { availableBytes: 150e6 }), null],
  ['memory', 'warn', 'less than one more editor', but('memory', { availableBytes: 400e6 }), null],
  ['memory', 'warn', 'room for one editor', but('memory', { totalBytes: 900e6, availableBytes: 600e6 }), null],
  ['swap', 'warn', 'There is none', withoutSwap, /^sudo sh -c 'fallocate -l 2G \/swapfile && .*mkswap/],
  [
    'swap',
    'warn',
    'There is none',
    { ...withoutSwap, ...onFileSystem('btrfs') },
    /chattr \+C \/swap && .*\/swap\/swapfile/,
  ],
  // Its files cannot be swapped to.
  ['swap', 'warn', 'There is none', { ...withoutSwap, ...onFileSystem('zfs') }, null],
  ['swap', 'warn', 'nearly used up', but('memory', { availableBytes: 500e6, swapFreeBytes: 50e6 }), null],
  [
    'inotify',
    'warn',
    '300 of 8192 watches',
    but('inotify', { watchesMost: 8192 }),
    /max_user_watches=524288 \| sudo tee \S+ && sudo sysctl -p/,
  ],
  ['inotify', 'warn', '127 of 128 instances', but('inotify', { instancesUsed: 127 }), /max_user_instances=1024/],
  ['clock', 'warn', '10 minutes ahead', { clockMs: 1_700_000_601_000 }, /timedatectl/],
  ['clock', 'warn', '48 hours behind', { clockMs: 1_700_000_000_000 - 48 * 3_600_000 }, /timedatectl/],
  [
    'systemd',
    'warn',
    'memory limits do not count',
    { supervision: { hasSystemd: false, kind: 'marker', isLingering: false } },
    null,
  ],
  ['linger', 'warn', 'off for dev', { supervision: { hasSystemd: true, kind: 'marker', isLingering: false } }, /^fix$/],
  ['sshd-sessions', 'warn', 'opened 1 at once', {}, /1i MaxSessions 10/, { sessions: { tried: 3, opened: 0 } }],
  ['sshd-sessions', 'warn', 'MaxSessions is 4', but('sshd', { maxSessions: 4 }), /1i MaxSessions 10/],
  ['sshd-forwarding', 'fail', 'forbids it', {}, /AllowTcpForwarding yes/, { forwarding: 'forbidden' }],
  [
    'sshd-forwarding',
    'fail',
    'authorized_keys',
    but('sshd', { isEffective: true, tcpForwarding: 'yes', disableForwarding: 'no', permitOpen: 'any' }),
    null,
    { forwarding: 'forbidden' },
  ],
  ['nginx', 'warn', 'not installed', but('programs', { nginx: null }), /^setup$/],
  ['tmux', 'warn', 'not installed', but('programs', { tmux: null }), /^setup$/],
  [
    'tmux',
    'warn',
    '2.8, at /usr/bin/tmux, is older than 3.2',
    but('programs', { tmux: { path: '/usr/bin/tmux', version: '2.8' } }),
    /^sudo sh -c 'apt-get update && apt-get install -y tmux'$/,
  ],
  [
    'tmux',
    'warn',
    'older than 3.2',
    { ...but('system', { id: 'rocky' }), ...but('programs', { tmux: { path: '/usr/bin/tmux', version: '2.7' } }) },
    /^sudo dnf upgrade -y tmux$/,
  ],
  ['git', 'warn', 'not installed', but('programs', { git: null }), /^setup$/],
  ['code-server', 'fail', 'not installed', but('programs', { codeServer: null }), /^setup$/],
  [
    'code-server',
    'warn',
    'tested with 4.139.1',
    but('programs', { codeServer: { path: '/usr/bin/code-server', version: '4.99.4' } }),
    /^setup$/,
  ],
  [
    'code-server',
    'fail',
    'does not tell its version',
    but('programs', { codeServer: { path: '/usr/bin/code-server', version: 'unknown' } }),
    /^setup$/,
  ],
  ['ports', 'fail', '0 of 2 ports', { listeners: [foreign(8888), foreign(8889)] }, null, { portLast: 8889 }],
  [
    'other-code-servers',
    'warn',
    'pid 2977 of mallory on 127.0.0.1:8080',
    { servers: [{ ...server, auth: 'password', listens: [{ address: '127.0.0.1', port: 8080 }] }] },
    /^sudo kill 2977$/,
  ],
  ['exposure', 'fail', 'listens on 0.0.0.0:8080 without a password', { servers: [server] }, /^sudo kill 2977$/],
  [
    'exposure',
    'warn',
    'listens on [::]:8080 with a password',
    { servers: [{ ...server, uid: 1000, auth: 'password', listens: [{ address: '::', port: 8080 }] }] },
    /^kill 2977$/,
  ],
  [
    'exposure',
    'fail',
    '0.0.0.0:8080',
    { servers: [{ ...server, unit: 'code-server@mallory.service' }] },
    /^sudo systemctl disable --now code-server@mallory.service$/,
  ],
  [
    'exposure',
    'fail',
    'listens on 10.0.0.5:8080',
    {
      servers: [{ ...server, listens: [], host: null }],
      listeners: [{ ...foreign(8080), address: '10.0.0.5', pid: null }],
    },
    /^sudo kill 2977$/,
  ],
  [
    'exposure',
    'fail',
    'nginx of the system leads from outside',
    {
      servers: [{ ...server, listens: [{ address: '127.0.0.1', port: 8080 }] }],
      nginxProxies: [{ file: '/etc/nginx/sites-enabled/code', port: 8080 }],
    },
    /sed -i -E .* \/etc\/nginx\/sites-enabled\/code && nginx -t && nginx -s reload/,
  ],
  [
    'private-files',
    'fail',
    'config.yaml (mode 644)',
    { privateFiles: [{ path: '/home/dev/.config/code-server/config.yaml', mode: '644' }] },
    /^fix$/,
  ],
  [
    'private-files',
    'warn',
    '.vscode-server (mode 755)',
    { privateFiles: [{ path: '/home/dev/.vscode-server', mode: '755' }] },
    /^fix$/,
  ],
  [
    'old-layout',
    'warn',
    'code-server-8888',
    { oldLayout: [{ path: '/tmp/code-server-8888', owner: 'dev', isOptional: false, obstacle: null }] },
    /^fix$/,
  ],
  [
    'old-layout',
    'warn',
    'belongs to root',
    { oldLayout: [{ path: '/tmp/code-server-8888', owner: 'root', isOptional: false, obstacle: 'belongs to root' }] },
    /^sudo rm -r -- \/tmp\/code-server-8888$/,
  ],
  [
    'old-layout',
    'warn',
    'holds a repository',
    { oldLayout: [{ path: '/tmp/code-server-8888', owner: 'dev', isOptional: false, obstacle: 'holds a repository' }] },
    null,
  ],
];

for (const [id, outcome, seen, changed, fix, known = {}] of faults) {
  test(`${id}: ${outcome}, ${seen}`, () => {
    const checks = judgeAll(knowing(changed, known));
    const found = checks.find((one) => one.id === id);
    expect(found).toMatchObject({ outcome });
    expect(found?.seen).toContain(seen);
    const told = found?.fix?.kind === 'command' ? found.fix.command : (found?.fix?.kind ?? null);
    if (fix === null) expect(told).toBeNull();
    else expect(told).toMatch(fix);
    expect(checks.map((one) => one.id)).toEqual(checkId.options);
  });
}

describe('what a host sends', () => {
  it('never gets into a command unquoted, and not at all where it is not shown as it is', () => {
    const point = "/mnt/$(touch x)'; touch y; '";
    const [fix] = judgeAll(knowing(but('home', { mount: { point, kind: 'ext4', isReadOnly: true } }))).filter(
      ({ id }) => id === 'home',
    );
    const text = fix?.fix?.kind === 'command' ? fix.fix.command : '';
    const shown = execFileSync('sh', [
      '-c',
      `sudo() { "$@"; }; mount() { printf '%s|' "$@"; }; ${text.replace('sh -c', 'eval')}`,
    ]);
    expect(shown.toString()).toBe(`-o|remount,rw|${point}|`);
    const forbidden = knowing(but('sshd', { file: '/etc/sudoers' }), { forwarding: 'forbidden' });
    const open = judgeAll(forbidden).find(({ id }) => id === 'sshd-forwarding')?.fix;
    expect(open?.kind === 'command' && open.command).toMatch(/ \/etc\/ssh\/sshd_config && /);
    for (const path of ['/tmp/code-server-\u202e8', '/etc', '/tmp/code-server-8888/../../etc']) {
      const row = { path, owner: 'root', isOptional: false, obstacle: 'belongs to root' };
      const hidden = judgeAll(knowing({ oldLayout: [row] }));
      expect([path, hidden.find(({ id }) => id === 'old-layout')?.fix]).toEqual([path, null]);
    }
  });

  it('is shown without control characters, and the report names programs without their arguments', () => {
    const told = {
      servers: [server],
      listeners: [foreign(8888), foreign(8889)],
      locale: { name: 'C\u001b[31m\nx', charmap: 'ASCII' },
    };
    const checks = judgeAll(knowing(told, { portLast: 8889 }));
    const profile = { name: 'desk', user: 'dev', address: '192.0.2.1', port: 22 };
    const text = reportText({ profile, version: '1.2.3', checks, nowMs: 0 });
    expect(text).not.toContain('s3cret');
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
    expect(text).toContain('Checkup of desk by Berth 1.2.3, 1970-01-01T00:00:00Z');
    expect(text).toContain('26. FAILED   Open to the network');
    expect(text).toContain('On the server: sudo kill 2977');
    expect(text).toContain('java, pid 99, of mallory');
  });
});

describe('a host that does not even begin the scripts', () => {
  const context = { signal: new AbortController().signal };
  const handlers = (answer: Result<unknown>) =>
    createDoctor({
      findHost: async () =>
        succeed({
          profile: { name: 'desk', user: 'dev', address: '192.0.2.1', port: 22, portFirst: 8888, portLast: 8899 },
          remote: { call: async () => answer },
          link: {
            forward: async () => {
              throw new ChannelRefusedError('connect-failed', 'nobody listens');
            },
            exec: async () => {
              throw new LinkLostError('gone');
            },
          },
        } as unknown as Host),
      clock: systemClock,
      version: '1.2.3',
      pinnedVersion: '4.139.1',
    });
  const look = (answer: Result<unknown>) => handlers(answer).doctor({ profile: 'desk' }, context);

  it.each([
    ['no-bash', 'bash'],
    ['no-flock', 'coreutils'],
    ['home-unwritable', 'home'],
    ['disk-full', 'disk'],
  ])('%s: still gets a whole report, in which it is what fails', async (word, id) => {
    const told = await look(bootstrapFailed(word, ''));
    const checks = told.ok ? told.value.checks : [];
    expect(checks.map((one) => one.id)).toEqual(checkId.options);
    expect(outcomes(checks, 'fail')).toEqual([id]);
    expect(outcomes(checks, 'ok')).toEqual(['sshd-forwarding']);
    expect(told.ok && told.value.text).toContain('FAILED');
  });

  it('is told as the failure it is when the link is lost', async () => {
    expect(await look(linkLost('the look'))).toMatchObject({ ok: false, failure: { kind: 'link-lost' } });
  });

  it('is not asked to mend what Berth cannot', async () => {
    const items = [];
    for await (const item of handlers(linkLost('x')).fix({ profile: 'desk', check: 'memory' }, context))
      items.push(item);
    expect(items).toMatchObject([{ type: 'failed', failure: { kind: 'invalid-input' } }]);
  });
});

test('Commands run as root only where they are not root’s already', () => {
  expect(asRoot(knowing().facts, 'usermod -s /bin/bash dev')).toBe('sudo usermod -s /bin/bash dev');
  expect(asRoot(knowing(but('account', { uid: 0 })).facts, 'a && b')).toBe('a && b');
  const nested = asRoot(knowing().facts, `printf '%s' "it's" | cat`);
  expect(execFileSync('sh', ['-c', `sudo() { "$@"; }; ${nested}`]).toString()).toBe("it's");
  expect(quote('a b')).toBe("'a b'");
  expect([
    compareVersions('4.9.0', '4.139.1') < 0,
    compareVersions('4.139.1', '4.139.1'),
    compareVersions('2.36', '2.4') > 0,
  ]).toEqual([true, 0, true]);
});
