import type { ProcessOwner, ProcessRole, ProcessRow } from '../../../../main/contract/processes.ts';
import type { FakeHost } from '../fake-hosts.ts';

const mebi = 1024 ** 2;
const page = 4096;

/** The same figure for the same numbers, from 0 to 1, as if it were random. */
export function noise(seed: number, tick: number): number {
  let mixed = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(tick + 1, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3ce5);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a2d39);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

interface Kind {
  readonly user: string;
  readonly name: string;
  readonly command: string;
  readonly memoryMebi: number;
  /** Most of a core that it takes. */
  readonly busyShare: number;
}

const kind = (user: string, name: string, command: string, memoryMebi: number, busyShare: number): Kind => ({
  user,
  name,
  command,
  memoryMebi,
  busyShare,
});

/** Of the system, each once. */
const systemKinds: readonly Kind[] = [
  kind('root', 'systemd', '/sbin/init', 12, 0.01),
  kind('root', 'kthreadd', '', 0, 0),
  kind('root', 'kworker/0:1-events', '', 0, 0.004),
  kind('root', 'ksoftirqd/0', '', 0, 0.002),
  kind('root', 'systemd-journal', '/lib/systemd/systemd-journald', 31, 0.01),
  kind('root', 'systemd-udevd', '/lib/systemd/systemd-udevd', 8, 0),
  kind('root', 'cron', '/usr/sbin/cron -f', 3, 0),
  kind('root', 'sshd', 'sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups', 9, 0),
  kind('root', 'sshd', 'sshd: deploy [priv]', 10, 0),
  kind('deploy', 'sshd', 'sshd: deploy@notty', 7, 0.02),
  kind('postgres', 'postgres', '/usr/lib/postgresql/17/bin/postgres -D /var/lib/postgresql/17/main', 29, 0.01),
  kind('postgres', 'postgres', 'postgres: 17/main: checkpointer', 12, 0.01),
  kind('root', 'dockerd', '/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock', 88, 0.03),
];

/** Of everybody else, over and over. */
const crowdKinds: readonly Kind[] = [
  kind('www-data', 'php-fpm8.4', 'php-fpm: pool www', 24, 0.05),
  kind('postgres', 'postgres', 'postgres: 17/main: shop shop 10.0.0.4(51234) idle', 16, 0.06),
  kind('shop', 'node', 'node /srv/shop/worker.js --queue mail', 61, 0.12),
  kind('shop', 'python3', 'python3 -m celery -A shop worker --loglevel=INFO', 74, 0.09),
  kind('root', 'kworker/u8:2-flush-254:0', '', 0, 0.01),
  kind('www-data', 'nginx', 'nginx: worker process', 6, 0.03),
  kind('backup', 'restic', 'restic backup --one-file-system --exclude-caches /srv', 48, 0.2),
];

const berthKinds: readonly Kind[] = [
  kind('deploy', 'bash', 'bash /home/deploy/.local/share/berth/scripts/4f1c/keeper', 4, 0.001),
  kind('deploy', 'nginx', 'nginx: master process nginx -p /home/deploy/.local/share/berth/nginx', 5, 0),
  kind('deploy', 'bash', 'bash /home/deploy/.local/share/berth/scripts/4f1c/runner', 5, 0.004),
  kind('deploy', 'awk', 'awk -f /home/deploy/.local/share/berth/scripts/4f1c/templates/sampler.awk', 2, 0.004),
];

type Unplaced = Omit<ProcessRow, 'startedAtMs'>;

interface Place {
  readonly pid: number;
  readonly startTicks: number;
  readonly parentPid: number;
  readonly owner: ProcessOwner;
}

function rowOf(of: Kind, { pid, startTicks, parentPid, owner }: Place, tick: number, changingShare = 0.34): Unplaced {
  const isOther = owner.kind === 'other';
  const isBusy = of.busyShare > 0 && noise(pid, tick) < changingShare;
  const cpuShare = isBusy ? Math.round(noise(pid + 7, tick) * of.busyShare * 1000) / 1000 : 0;
  const pages = isBusy ? Math.floor(noise(pid + 13, tick) * 60) : 0;
  return {
    pid,
    startTicks,
    parentPid,
    state: cpuShare > 0.02 ? 'R' : of.memoryMebi === 0 ? 'I' : 'S',
    cpuShare,
    memoryBytes: of.memoryMebi === 0 ? 0 : Math.round(of.memoryMebi * (isOther ? 1 : 1.22) * mebi) + pages * page,
    proportionalBytes: isOther ? null : Math.round(of.memoryMebi * mebi) + pages * page,
    user: of.user,
    name: of.name.slice(0, 15),
    command: of.command,
    owner,
    role: null,
  };
}

/** What runs besides instances: the system's, Berth's own, a terminal, a crowd, and a few that come and go. */
export function otherProcesses(count: number, tick: number, changingShare: number): Unplaced[] {
  const other: ProcessOwner = { kind: 'other' };
  const session: ProcessOwner = { kind: 'session', name: 'build' };
  const rows = systemKinds.map((of, index) =>
    rowOf(of, { pid: index + 1, startTicks: 10 + index * 90, parentPid: index === 0 ? 0 : 1, owner: other }, tick),
  );
  for (const [index, of] of berthKinds.entries()) {
    rows.push(
      rowOf(of, { pid: 900 + index, startTicks: 61_000 + index, parentPid: 1, owner: { kind: 'berth' } }, tick),
    );
  }
  const tmux = kind('deploy', 'tmux: server', 'tmux new-session -d -s build', 4, 0);
  rows.push(rowOf(tmux, { pid: 950, startTicks: 70_000, parentPid: 1, owner: session }, tick));
  const make = kind('deploy', 'make', 'make -j4 world', 31, 0.4);
  rows.push(rowOf(make, { pid: 951, startTicks: 70_100, parentPid: 950, owner: session }, tick));
  for (let index = 0; rows.length < count; index += 1) {
    const of = crowdKinds[index % crowdKinds.length] as Kind;
    const parentPid = index % 9 === 0 ? 1 : 1000 + index - (index % 9);
    const place = { pid: 1000 + index, startTicks: 40_000 + index * 3, parentPid, owner: other };
    rows.push(rowOf(of, place, tick, changingShare));
  }
  for (const begun of [tick, tick - 1, tick - 2].filter((one) => one >= 0)) {
    const brief = kind('root', 'run-parts', `run-parts --report /etc/cron.hourly #${begun}`, 2, 0.02);
    const place = { pid: 30_000 + begun, startTicks: 103_600_000 + begun * 200, parentPid: 7, owner: other };
    rows.push(rowOf(brief, place, tick));
  }
  return rows;
}

/** Role, name, command, share of the instance's memory, most of a core, and which of these is its parent. */
const rolesOf: readonly (readonly [ProcessRole, string, string, number, number, number])[] = [
  ['other', 'launch', 'sh launch', 0.005, 0, -1],
  ['server', 'node', 'node code-server/4.139.1/lib/vscode/out/server-main.js', 0.19, 0.03, 0],
  ['extension-host', 'node', 'node --dns-result-order=ipv4first bootstrap-fork --type=extensionHost', 0.38, 0.3, 1],
  [
    'language-server',
    'node',
    'node node_modules/typescript/lib/tsserver.js --useInferredProjectPerProjectRoot',
    0.27,
    0.5,
    2,
  ],
  ['file-watcher', 'node', 'node bootstrap-fork --type=fileWatcher', 0.05, 0.01, 1],
  ['other', 'node', 'node bootstrap-fork --type=ptyHost', 0.03, 0.005, 1],
  ['terminal', 'bash', '/bin/bash --init-file shellIntegration-bash.sh', 0.005, 0, 5],
  ['terminal', 'node', 'node node_modules/.bin/vite --host 127.0.0.1', 0.07, 0.1, 6],
];

/** What the running instances of a host consist of. */
export function instanceProcesses(host: FakeHost, tick: number): Unplaced[] {
  return host.instances
    .filter(({ state }) => state === 'running')
    .flatMap(({ id, pid, memoryBytes }, placeOfInstance) => {
      const rootPid = pid ?? 50_000 + placeOfInstance;
      const pidOf = (index: number) => (index === 0 ? rootPid : 100_000 + rootPid * 10 + index);
      return rolesOf.map(([role, name, command, memoryShare, busyShare, parent], index): Unplaced => {
        const of = kind('deploy', name, command, ((memoryBytes ?? 300 * mebi) / mebi) * memoryShare, busyShare);
        const place: Place = {
          pid: pidOf(index),
          startTicks: 103_000_000 + placeOfInstance * 1000 + index,
          parentPid: parent < 0 ? 1 : pidOf(parent),
          owner: { kind: 'instance', instanceId: id },
        };
        const row = rowOf(of, place, tick);
        return { ...row, role };
      });
    });
}
