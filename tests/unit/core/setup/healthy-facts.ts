import { type Facts, facts } from '../../../../main/core/setup/doctor/facts.ts';
import type { Knowledge } from '../../../../main/core/setup/doctor/knowledge.ts';

/** What an ordinary Debian tells: a plain user, systemd, lingering on, nothing of anybody else. */
export const healthyFacts = {
  system: {
    id: 'debian',
    name: 'Debian GNU/Linux 12 (bookworm)',
    kernel: '6.1.0-18-amd64',
    architecture: 'x86_64',
    wordBits: 64,
  },
  libc: { kind: 'glibc', version: '2.36' },
  tools: { bash: '5.2.15', coreutils: 'stat (GNU coreutils) 9.1', missing: [] },
  proc: { isWhole: true, hasPorts: true },
  locale: { name: 'C.UTF-8', charmap: 'UTF-8' },
  account: { user: 'dev', uid: 1000, shell: '/bin/bash', isShellThere: true },
  home: {
    path: '/home/dev',
    owner: 1000,
    mode: '755',
    isWritable: true,
    locks: 'work',
    mount: { point: '/', kind: 'ext4', isReadOnly: false },
  },
  disk: {
    path: '/home/dev/.local/share/berth',
    totalBytes: 40e9,
    availableBytes: 20e9,
    inodesTotal: 2_600_000,
    inodesFree: 2_300_000,
  },
  memory: { totalBytes: 8e9, availableBytes: 5e9, swapTotalBytes: 1e9, swapFreeBytes: 1e9 },
  supervision: { hasSystemd: true, kind: 'systemd-user', isLingering: true },
  sshd: {
    isReadable: true,
    isEffective: false,
    file: '/etc/ssh/sshd_config',
    matchCount: 0,
    maxSessions: null,
    tcpForwarding: null,
    disableForwarding: null,
    permitOpen: null,
  },
  programs: {
    nginx: { path: '/usr/sbin/nginx', version: '1.22.1' },
    tmux: { path: '/usr/bin/tmux', version: '3.3a' },
    git: { path: '/usr/bin/git', version: '2.39.5' },
    codeServer: { path: '/home/dev/.local/share/berth/code-server/4.139.1/bin/code-server', version: '4.139.1' },
  },
  listeners: [
    { port: 22, address: '0.0.0.0', kind: 'foreign', instanceId: null, pid: null, user: 'root', command: null },
    {
      port: 8888,
      address: '127.0.0.1',
      kind: 'instance',
      instanceId: 'harbor-api-1a2b3c',
      pid: 4711,
      user: 'dev',
      command: 'node',
    },
  ],
  servers: [],
  nginxProxies: [],
  privateFiles: [],
  oldLayout: [],
  inotify: { watchesMost: 121_672, watchesUsed: 300, instancesMost: 128, instancesUsed: 4 },
  clockMs: 1_700_000_000_500,
} as const;

/** Some of the facts as a host would tell them instead. */
export type RawFacts = { readonly [Key in keyof typeof healthyFacts]?: unknown };

/** What is known of a host that tells this. */
export function knowing(changed: RawFacts = {}, known: Partial<Omit<Knowledge, 'facts'>> = {}): Knowledge {
  const told: Facts = facts.parse({ ...healthyFacts, ...changed });
  return {
    facts: told,
    askedAtMs: 1_700_000_000_000,
    answeredAtMs: 1_700_000_001_000,
    forwarding: 'any-port',
    sessions: { tried: 3, opened: 3 },
    portFirst: 8888,
    portLast: 8899,
    pinnedVersion: '4.139.1',
    ...known,
  };
}

/** Changes a part of the healthy facts. */
export const but = <K extends keyof typeof healthyFacts>(key: K, changed: object): RawFacts => ({
  [key]: { ...(healthyFacts[key] as object), ...changed },
});
/** A code-server of somebody else that listens to the network. */
export const server = {
  pid: 2977,
  kind: 'code-server',
  user: 'mallory',
  uid: 1001,
  command: '/usr/lib/code-server/lib/node /usr/lib/code-server/out/node/entry.js --hashed-password s3cret',
  unit: null,
  auth: 'none',
  isOfBerth: false,
  host: '0.0.0.0',
  port: 8080,
  listens: [{ address: '0.0.0.0', port: 8080 }],
};
/** Another program that listens on this host itself. */
export const foreign = (port: number) => ({
  port,
  address: '127.0.0.1',
  kind: 'foreign',
  instanceId: null,
  pid: 99,
  user: 'mallory',
  command: '/usr/bin/java -Dpassword=s3cret',
});

/** A home folder on such a file system, as the root is. */
export const onFileSystem = (kind: string): RawFacts => but('home', { mount: { point: '/', kind, isReadOnly: false } });
