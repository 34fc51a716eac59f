import type { CleanupItem } from '../../../main/contract/cleanup.ts';
import type { Failure } from '../../../main/contract/failure.ts';
import { fail } from '../../../main/contract/failure.ts';
import type { HostPort } from '../../../main/contract/host-ports.ts';
import type { HostStats } from '../../../main/contract/hosts.ts';
import type { Instance } from '../../../main/contract/instances.ts';
import { type Profile, profile } from '../../../main/contract/profiles.ts';
import type { Repository } from '../../../main/contract/repositories.ts';

const mebi = 1024 ** 2;
const gibi = 1024 ** 3;
const hourMs = 3_600_000;

/** A host that exists only in this file. */
export interface FakeHost {
  profile: Profile;
  /** What stands between the page and the link; null lets it connect. */
  obstacle: Failure | null;
  /** Why its figures cannot be read; null lets them be. */
  statsFailure?: Failure;
  repositories: Repository[];
  instances: Instance[];
  leftovers: CleanupItem[];
  foreignPorts: HostPort[];
}

const makeProfile = (name: string, address: string, more: object = {}) =>
  profile.parse({ id: name, name, address, user: 'deploy', ...more });

const repository = (name: string, branch: string | null): Repository => ({
  id: name,
  name,
  path: `/var/www/github/${name}`,
  branch,
});

const instance = (name: string, part: Partial<Instance>): Instance => ({
  id: name,
  repository: name,
  path: `/var/www/github/${name}`,
  state: 'stopped',
  port: null,
  pid: null,
  memoryBytes: null,
  startedAtMs: null,
  ...part,
});

const listener = (port: number, address: string, command: string, user: string): HostPort => ({
  port,
  address,
  kind: 'foreign',
  instanceId: null,
  pid: null,
  user,
  command,
});

export const unknownKey = fail(
  'host-key-unknown',
  'host key',
  'The key of this server is not known yet.',
  'Compare its fingerprint with one you trust, then decide.',
  { hostKey: { type: 'ssh-ed25519', fingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BgrJXVGLrm2Fyl5jAXTDSXcU' } },
).failure;

export const changedKey = fail(
  'host-key-changed',
  'host key',
  'The key of moved-box is not the one Berth trusted before.',
  'Ask whoever runs the server; if it was set up anew, remove its old key from ~/.ssh/known_hosts (line 12).',
  {
    hostKey: { type: 'ssh-ed25519', fingerprint: 'SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM' },
    detail:
      'trusted: SHA256:uNiVztksCsDhcc0u9e8BgrJXVGLrm2Fyl5jAXTDSXcU\noffered: SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM',
  },
).failure;

export const secretNeeded = fail('secret-needed', 'auth', 'The server asks for a password.', 'Enter it to go on.', {
  secretKind: 'password',
}).failure;

export const unreachable = fail(
  'unreachable',
  'tcp',
  'Nothing answers at 198.51.100.9, port 22.',
  'Check the address and that the server is on, then try again.',
  { detail: 'connect ETIMEDOUT 198.51.100.9:22 after 10,000 ms' },
).failure;

/** A start that fails late: what the tests make `broken-app` answer. */
export const startFailure = fail(
  'start-failed',
  'healthz',
  'VS Code started and ended before it answered.',
  'Read the end of its log, then try again.',
  {
    detail:
      '[2026-11-21T09:14:02.113Z] info  code-server 4.139.1\n[2026-11-21T09:14:02.115Z] error listen EADDRINUSE: address already in use 127.0.0.1:8893\nexit code 1',
  },
).failure;

/** The hosts of the pictures: one that works, and one for each thing that can stand in the way. */
export function fakeHosts(nowMs: number): FakeHost[] {
  const empty = { repositories: [], instances: [], leftovers: [], foreignPorts: [] };
  return [
    { profile: makeProfile('frankfurt-1', '203.0.113.7'), obstacle: null, ...busyHost(nowMs) },
    { profile: makeProfile('gpu-box', 'gpu.example.org'), obstacle: unknownKey, ...empty },
    { profile: makeProfile('lab', '192.0.2.20', { authMethod: 'password' }), obstacle: secretNeeded, ...empty },
    { profile: makeProfile('moved-box', '192.0.2.44'), obstacle: changedKey, ...empty },
    { profile: makeProfile('old-vps', '198.51.100.9'), obstacle: unreachable, ...empty },
  ];
}

function busyHost(nowMs: number): Omit<FakeHost, 'profile' | 'obstacle'> {
  return {
    repositories: [
      repository('actmcp', 'main'),
      repository('billing-api', 'release/2026-11'),
      repository('broken-app', 'main'),
      repository('dotfiles', 'main'),
      repository('infra', null),
      repository('landing-page', 'main'),
      repository('pytorch-transformers', 'fix/attention-mask-in-long-context-windows'),
    ],
    instances: [
      instance('actmcp', {
        state: 'running',
        port: 8888,
        pid: 4101,
        memoryBytes: 612 * mebi,
        startedAtMs: nowMs - 3 * hourMs,
      }),
      instance('pytorch-transformers', {
        state: 'running',
        port: 8889,
        pid: 4207,
        memoryBytes: 877 * mebi,
        startedAtMs: nowMs - 41 * 60_000,
      }),
      instance('landing-page', { state: 'suspended', port: 8890 }),
      instance('billing-api', { state: 'crashed' }),
    ],
    leftovers: [
      leftover(
        'directory',
        '~/.local/share/berth/instances/old-shop',
        'old-shop',
        640 * mebi,
        20 * 86_400,
        'its repository is gone',
      ),
      leftover('process', 'pid 3310', 'billing-api', 130 * mebi, 5_400, 'an extension host whose editor crashed'),
      leftover(
        'claim',
        '~/.local/share/berth/ports/8891',
        'billing-api',
        12,
        5_400,
        'nothing listens on the claimed port',
      ),
      leftover(
        'socket',
        '~/.local/share/berth/instances/billing-api/run/ipc.sock',
        'billing-api',
        0,
        5_400,
        'nobody answers on it',
      ),
    ],
    foreignPorts: [listener(22, '0.0.0.0', 'sshd', 'root'), listener(5432, '127.0.0.1', 'postgres', 'postgres')],
  };
}

function leftover(
  kind: CleanupItem['kind'],
  target: string,
  instanceId: string,
  sizeBytes: number,
  ageSeconds: number,
  reason: string,
): CleanupItem {
  return { kind, target, instanceId, sizeBytes, ageSeconds, reason };
}

/** The ports of a host: its instances', its nginx's, and those of others. */
export function portsOf(host: FakeHost): HostPort[] {
  const ours = host.instances
    .filter(({ port }) => port !== null)
    .map(({ id, port, pid, state }): HostPort => {
      const isUp = state === 'running';
      return {
        port: port ?? 0,
        address: isUp ? '127.0.0.1' : null,
        kind: isUp ? 'instance' : 'claim',
        instanceId: id,
        pid,
        user: 'deploy',
        command: isUp ? 'node' : null,
      };
    });
  const nginx: HostPort = { ...listener(8887, '127.0.0.1', 'nginx', 'deploy'), kind: 'nginx' };
  return [...host.foreignPorts, nginx, ...ours];
}

/** A reading of a host, in which memory follows from what runs. */
export function statsOf(host: FakeHost, nowMs: number): HostStats {
  const running = host.instances.filter(({ memoryBytes }) => memoryBytes !== null);
  const usedBytes = running.reduce((sum, { memoryBytes }) => sum + (memoryBytes ?? 0), 700 * mebi);
  return {
    hostname: host.profile.name,
    uptimeSeconds: 12 * 86_400,
    cpu: { coreCount: 2, usedShare: 0.34 },
    load: { one: 0.68, five: 0.52, fifteen: 0.41 },
    memory: {
      totalBytes: 4 * gibi,
      availableBytes: 4 * gibi - usedBytes,
      swapTotalBytes: 2 * gibi,
      swapFreeBytes: 1.8 * gibi,
    },
    disk: { path: '/home', totalBytes: 40 * gibi, availableBytes: 3.2 * gibi },
    instances: running.map(({ id, memoryBytes }) => ({ id, memoryBytes: memoryBytes ?? 0, processCount: 9 })),
    collectedAtMs: nowMs,
  };
}
