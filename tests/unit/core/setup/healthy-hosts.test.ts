import { expect, test } from 'vitest';
import type { CheckId } from '../../../../main/contract/setup.ts';
import { judgeAll } from '../../../../main/core/setup/doctor/judge.ts';
import type { Knowledge } from '../../../../main/core/setup/doctor/knowledge.ts';
import { but, foreign, healthyFacts, knowing, onFileSystem, type RawFacts, server } from './healthy-facts.ts';

const system = (id: string, kernel: string) => ({ system: { ...healthyFacts.system, id, name: id, kernel } });
const glibc = (version: string) => ({ libc: { kind: 'glibc', version } });
const coreutils = (text: string) => but('tools', { coreutils: text });
/** 1 % of the memory, as kernels from 5.11 on reckon it. */
const watches = (watchesMost: number) => but('inotify', { watchesMost });

test.each<readonly [string, RawFacts]>([
  ['Debian 11 with 4 GB', { ...system('debian', '5.10.0-28-amd64'), ...glibc('2.31'), ...watches(31_000) }],
  [
    'Debian 13',
    { ...system('debian', '6.12.48+deb13-amd64'), ...glibc('2.41'), ...coreutils('stat (GNU coreutils) 9.7') },
  ],
  ['Ubuntu 20.04', { ...system('ubuntu', '5.4.0-216-generic'), ...glibc('2.31'), ...watches(65_536) }],
  ['Ubuntu 25.10', { ...system('ubuntu', '6.17.0-5-generic'), ...coreutils('stat (uutils coreutils) 0.2.2') }],
  ['AlmaLinux 8', { ...system('almalinux', '4.18.0-553.el8_10.x86_64'), ...glibc('2.28') }],
  [
    'Amazon Linux 2023 with 2 GB',
    { ...system('amzn', '6.1.115-126.197.amzn2023'), ...glibc('2.34'), ...watches(14_800) },
  ],
  [
    'Arch on btrfs',
    { ...system('arch', '6.11.5-arch1-1'), ...onFileSystem('btrfs'), ...but('disk', { inodesTotal: 0 }) },
  ],
  ['openSUSE', { ...system('opensuse-tumbleweed', '6.11.3-1-default'), ...glibc('2.40'), ...onFileSystem('xfs') }],
  ['WSL2', { ...system('ubuntu', '5.15.153.1-microsoft-standard-WSL2') }],
  ['a home on NFSv4 or ZFS', { ...onFileSystem('nfs4'), ...but('disk', { inodesTotal: null, inodesFree: null }) }],
  [
    'a host where there is only root',
    {
      ...but('account', { user: 'root', uid: 0 }),
      ...but('home', { path: '/root', owner: 0, mode: '550' }),
      supervision: { hasSystemd: true, kind: 'systemd-system', isLingering: false },
    },
  ],
  ['one that runs for a year, whose swap is full of what nobody misses', but('memory', { swapFreeBytes: 0 })],
])('Nothing is found fault with on a healthy host: %s', (_name, told) => {
  expect(judgeAll(knowing(told)).filter(({ outcome }) => outcome !== 'ok')).toEqual([]);
});

test('What is fine on an ordinary host is not found fault with', () => {
  const fine: readonly [CheckId, RawFacts, Partial<Knowledge>?][] = [
    [
      'linger',
      {
        ...but('account', { uid: 0, user: 'root' }),
        supervision: { hasSystemd: true, kind: 'systemd-system', isLingering: false },
      },
    ],
    ['linger', { supervision: { hasSystemd: false, kind: 'marker', isLingering: false } }],
    ['swap', but('memory', { swapTotalBytes: 0, swapFreeBytes: 0 })],
    ['disk', but('disk', { inodesTotal: 0, inodesFree: 0 })],
    ['locale', { libc: { kind: 'musl', version: null }, locale: { name: null, charmap: null } }],
    ['clock', { clockMs: 1_700_000_001_000 + 59_000 }],
    ['code-server', but('programs', { codeServer: { path: '/x', version: '4.200.0' } })],
    ['sshd-forwarding', {}, { forwarding: 'own-ports' }],
    ['ports', { listeners: [foreign(8888)] }],
    ['exposure', { servers: [{ ...server, listens: [{ address: '127.0.0.1', port: 8080 }] }] }],
    // A colleague's Berth is nobody's to end.
    ['other-code-servers', { servers: [{ ...server, isOfBerth: true }] }],
    // A conf that leads to something that is no editor is none of Berth's business.
    ['exposure', { nginxProxies: [{ file: '/etc/nginx/conf.d/shop.conf', port: 3000 }] }],
  ];
  for (const [id, changed, known] of fine)
    expect(judgeAll(knowing(changed, known)).find((one) => one.id === id)).toMatchObject({
      id,
      outcome: 'ok',
      fix: null,
    });
});
