import type { Base } from '../../../main/contract/base.ts';
import type { CleanupItem, CleanupWarning } from '../../../main/contract/cleanup.ts';
import type { Failure } from '../../../main/contract/failure.ts';
import { fail } from '../../../main/contract/failure.ts';
import type { HostPort } from '../../../main/contract/host-ports.ts';
import {
  type HostSettings,
  type HostStats,
  type HostStatus,
  type HostSupervision,
  hostSettings,
} from '../../../main/contract/hosts.ts';
import type { Instance, InstanceSettings } from '../../../main/contract/instances.ts';
import { type Profile, profile } from '../../../main/contract/profiles.ts';
import type { FakeSessionPart } from './agents/fake-session.ts';
import { foreignItems, oldLeftovers, uncommittedWork } from './fake-cleanup.ts';
import type { FakeLinkPart } from './fake-links.ts';
import { type FakeRepositoryPart, fakeRepository } from './fake-repositories.ts';
import type { FakeSetupPart } from './fake-setup.ts';
import { fakeLog } from './seeing/fake-logs.ts';
import type { FakeProcessPart } from './seeing/fake-processes.ts';
import type { FakeReadingPart } from './seeing/fake-readings.ts';

const mebi = 1024 ** 2;
const gibi = 1024 ** 3;
const hourMs = 3_600_000;

/** A host that exists only in the fakes. */
export interface FakeHost
  extends FakeLinkPart,
    FakeRepositoryPart,
    FakeSetupPart,
    FakeProcessPart,
    FakeReadingPart,
    FakeSessionPart {
  profile: Profile;
  /** What stands between the page and the link; null lets it connect. */
  obstacle: Failure | null;
  /** How its link is when the page opens; left out, nobody asked for it. */
  status?: Partial<HostStatus>;
  /** Figures that differ from the usual ones. */
  figures?: Partial<HostStats>;
  /** Why nothing can be started that is not forced; left out, everything can. */
  startFailure?: Failure;
  /** Why its figures cannot be read; null lets them be. */
  statsFailure?: Failure;
  instances: Instance[];
  leftovers: CleanupItem[];
  /** What a cleanup lists and leaves, unless it is ticked. */
  foreignItems: CleanupItem[];
  /** What a cleanup that ends instances warns of. */
  warnings: CleanupWarning[];
  foreignPorts: HostPort[];
  settings: HostSettings;
  /** Whether the site of the system's nginx has TLS. */
  hasTls: boolean;
  supervision: HostSupervision;
  base: Base;
  /** By instance id; the others have the usual ones. */
  instanceSettings: Map<string, InstanceSettings>;
  /** The logs by instance id. */
  logs: Map<string, string>;
}

/** No base: instances begin plain. */
export const plainBase: Base = { repository: null, savedAtMs: null, extensions: [], sizeBytes: 0 };

const supervised: HostSupervision = {
  kind: 'systemd-user',
  isLingering: false,
  message: 'systemd looks after each instance, and ends it with your last login on this server.',
  nextStep: 'Allow lingering, so that instances go on after the last logout.',
};

/** A host with nothing on it, but for what `part` says. */
export function fakeHost(of: Profile, part: Partial<FakeHost> = {}): FakeHost {
  return {
    profile: of,
    obstacle: null,
    repositories: [],
    workingCopies: new Map(),
    cloneFailures: new Map(),
    heldCloneShare: null,
    unlistedPaths: [],
    instances: [],
    leftovers: [],
    foreignItems: [],
    warnings: [],
    foreignPorts: [],
    settings: hostSettings.parse({}),
    hasTls: true,
    supervision: supervised,
    base: plainBase,
    instanceSettings: new Map(),
    logs: new Map(),
    ...part,
  };
}

const makeProfile = (name: string, address: string, more: object = {}) =>
  profile.parse({ id: name, name, address, user: 'deploy', ...more });

const repository = (name: string, branch: string | null, lastOpenedAtMs: number | null = null) =>
  fakeRepository(`/var/www/github/${name}`, { branch, lastOpenedAtMs });

/** An instance that is stopped, but for what `part` says. */
export const fakeInstance = (name: string, part: Partial<Instance> = {}): Instance => ({
  id: name,
  repository: name,
  path: `/var/www/github/${name}`,
  state: 'stopped',
  sinceMs: null,
  port: null,
  pid: null,
  memoryBytes: null,
  startedAtMs: null,
  supervision: null,
  idleSeconds: null,
  restartCount: 0,
  ended: null,
  ...part,
});

const listener = (
  port: number,
  address: string,
  command: string,
  user: string,
  part: Partial<HostPort> = {},
): HostPort => ({
  port,
  protocol: 'tcp',
  address,
  kind: 'foreign',
  instanceId: null,
  pid: null,
  user,
  command,
  ...part,
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
  'Ask whoever runs the server why its key changed.',
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

/** Where the key of `moved-box` is known from. */
export const knownKeyLine = {
  file: '~/.ssh/known_hosts',
  lineNumber: 12,
  fingerprint: 'SHA256:uNiVztksCsDhcc0u9e8BgrJXVGLrm2Fyl5jAXTDSXcU',
};

/** The hosts of the pictures: one that works, and one for each thing that can stand in the way. */
export function fakeHosts(nowMs: number): FakeHost[] {
  return [
    fakeHost(makeProfile('frankfurt-1', '203.0.113.7'), busyHost(nowMs)),
    fakeHost(makeProfile('gpu-box', 'gpu.example.org'), { obstacle: unknownKey }),
    fakeHost(makeProfile('lab', '192.0.2.20', { authMethod: 'password' }), { obstacle: secretNeeded }),
    fakeHost(makeProfile('moved-box', '192.0.2.44'), {
      obstacle: changedKey,
      knownKeys: [knownKeyLine],
      obstacleWhenForgotten: unknownKey,
    }),
    fakeHost(makeProfile('old-vps', '198.51.100.9'), { obstacle: unreachable }),
  ];
}

function busyHost(nowMs: number): Partial<FakeHost> {
  return {
    repositories: [
      repository('actmcp', 'main', nowMs - 3 * hourMs),
      repository('billing-api', 'release/2026-11', nowMs - 5 * hourMs),
      repository('broken-app', 'main'),
      repository('dotfiles', 'main', nowMs - 12 * 24 * hourMs),
      repository('infra', null),
      repository('landing-page', 'main', nowMs - 30 * hourMs),
      repository('pytorch-transformers', 'fix/attention-mask-in-long-context-windows', nowMs - 41 * 60_000),
    ],
    workingCopies: new Map([
      ['actmcp', { changedCount: 0, aheadCount: 2, behindCount: 0 }],
      ['dotfiles', { changedCount: 1, aheadCount: null, behindCount: null }],
      ['landing-page', { changedCount: 0, aheadCount: 0, behindCount: 14 }],
      ['pytorch-transformers', { changedCount: 3, aheadCount: 1, behindCount: 2 }],
    ]),
    instances: [
      fakeInstance('actmcp', {
        state: 'running',
        sinceMs: nowMs - 3 * hourMs,
        port: 8888,
        pid: 4101,
        memoryBytes: 612 * mebi,
        startedAtMs: nowMs - 3 * hourMs,
        supervision: 'systemd-user',
        idleSeconds: 0,
      }),
      fakeInstance('pytorch-transformers', {
        state: 'running',
        sinceMs: nowMs - 41 * 60_000,
        port: 8889,
        pid: 4207,
        memoryBytes: 877 * mebi,
        startedAtMs: nowMs - 41 * 60_000,
        supervision: 'systemd-user',
        idleSeconds: 0,
      }),
      fakeInstance('landing-page', { state: 'suspended', sinceMs: nowMs - 2 * hourMs, port: 8890 }),
      fakeInstance('billing-api', {
        state: 'crashed',
        sinceMs: nowMs - 12 * 60_000,
        port: 8891,
        restartCount: 3,
        ended: {
          reason: 'out-of-memory',
          exitCode: null,
          signal: 'SIGKILL',
          atMs: nowMs - 12 * 60_000,
          logTail: fakeLog('billing-api'),
        },
      }),
    ],
    logs: new Map(['actmcp', 'billing-api', 'pytorch-transformers'].map((name) => [name, fakeLog(name)])),
    leftovers: [...oldLeftovers],
    foreignItems: [...foreignItems],
    warnings: [...uncommittedWork],
    foreignPorts: [
      listener(22, '0.0.0.0', 'sshd', 'root'),
      listener(53, '127.0.0.1', 'systemd-resolved', 'systemd-resolve', { protocol: 'udp' }),
      listener(5173, '127.0.0.1', 'node /var/www/github/actmcp/node_modules/.bin/vite', 'deploy', {
        instanceId: 'actmcp',
        pid: 4188,
      }),
      listener(5432, '127.0.0.1', 'postgres', 'postgres'),
    ],
  };
}

/** The ports of a host: its instances', its nginx's, and those of others. */
export function portsOf(host: FakeHost): HostPort[] {
  const ours = host.instances
    .filter(({ port }) => port !== null)
    .map(({ id, port, pid, state }): HostPort => {
      const isUp = state === 'running';
      return {
        port: port ?? 0,
        protocol: 'tcp',
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
    estimates: { startedBytes: 104 * mebi, openBytes: 330 * mebi, busyBytes: 610 * mebi, sampleCount: 212 },
    collectedAtMs: nowMs,
    ...host.figures,
  };
}
