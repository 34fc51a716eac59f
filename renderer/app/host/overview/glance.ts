import type { HostPort } from '../../../../main/contract/host-ports.ts';
import type { HostStats } from '../../../../main/contract/hosts.ts';
import type { HostReading } from '../../../../main/contract/stats.ts';
import type { Leftovers } from '../../../features/cleanup/leftovers-model.ts';
import { exposureOf } from '../../../features/ports/table/exposure.ts';
import { countOf, formatBytes } from '../../../lib/format.ts';

/** One answer about a host: to a question that people ask at a glance. */
export interface GlanceAnswer {
  /** In one or two words; null while it is not known. */
  readonly value: string | null;
  /** The figures behind it. */
  readonly note: string;
  readonly tone: 'calm' | 'warn' | 'bad';
}

/** What the answers are made of; null is what is not known yet. */
export interface GlanceSources {
  readonly stats: HostStats | null;
  readonly reading: HostReading | null;
  readonly ports: readonly HostPort[] | null;
  readonly sshPort: number;
  /** A development server that can be opened; null when there is none. */
  readonly offer: { readonly repository: string | null; readonly port: number } | null;
  readonly leftovers: Leftovers | null;
  readonly raisedCount: number;
  readonly crashedCount: number;
  readonly nameOf: (instanceId: string) => string;
}

/** From here on a figure is said to be high; a host warns by its own rules, which may be others. */
const high = { cpu: 0.8, memory: 0.85, disk: 0.9 } as const;
const unknown: GlanceAnswer = { value: null, note: '', tone: 'calm' };

/** Is the host healthy? */
export function healthAnswer({ stats, raisedCount, crashedCount }: GlanceSources): GlanceAnswer {
  if (stats === null) return unknown;
  const { cpu, load, memory, disk } = stats;
  const shares = {
    cpu: cpu.usedShare,
    memory: usedShare(memory.totalBytes, memory.availableBytes),
    disk: usedShare(disk.totalBytes, disk.availableBytes),
  };
  const note = `CPU ${percent(shares.cpu)}, memory ${percent(shares.memory)}, disk ${percent(shares.disk)} %`;
  if (raisedCount > 0) return { value: countOf(raisedCount, 'alert'), note, tone: 'bad' };
  if (crashedCount > 0) return { value: `${countOf(crashedCount, 'editor')} crashed`, note, tone: 'bad' };
  const short = [
    shares.memory >= high.memory ? 'memory' : null,
    shares.disk >= high.disk ? 'disk' : null,
    // A moment of work is no shortage; more that waits than there are cores is one.
    shares.cpu >= high.cpu && load.one > cpu.coreCount ? 'processor time' : null,
  ].filter((one) => one !== null);
  if (short.length === 0) return { value: 'Healthy', note, tone: 'calm' };
  return { value: `Short of ${short.join(' and ')}`, note, tone: 'warn' };
}

const usedShare = (totalBytes: number, availableBytes: number) =>
  totalBytes === 0 ? 0 : 1 - availableBytes / totalBytes;

/** The instance that takes the most memory; null when none runs. */
export function heaviestOf(stats: HostStats | null): HostStats['instances'][number] | null {
  const running = stats?.instances.filter(({ memoryBytes }) => memoryBytes > 0) ?? [];
  return running.toSorted((one, other) => other.memoryBytes - one.memoryBytes)[0] ?? null;
}

/** Which repository takes the most? */
export function heaviestAnswer({ stats, reading, nameOf }: GlanceSources): GlanceAnswer {
  if (stats === null) return unknown;
  const heaviest = heaviestOf(stats);
  if (heaviest === null) return { value: 'None', note: 'no repository runs', tone: 'calm' };
  const live = reading?.instances.find(({ id }) => id === heaviest.id);
  const cpu = live === undefined ? '' : ` · ${formatCores(live.cpuShare)}`;
  return {
    value: nameOf(heaviest.id),
    note: `${formatBytes(heaviest.memoryBytes)} of memory${cpu}`,
    tone: 'calm',
  };
}

/** Beside others, so that the sign is said once. */
const percent = (share: number) => Math.round(share * 100);

/** 1 is one whole core, so that more than 100 % is nothing to wonder about. */
const formatCores = (share: number) => `${Math.round(share * 100)} % CPU`;

/** What listens, and who may reach it? */
export function listeningAnswer({ ports, sshPort, offer }: GlanceSources): GlanceAnswer {
  if (ports === null) return unknown;
  const count = new Set(ports.filter(({ address }) => address !== null).map(({ port }) => port)).size;
  const { level } = exposureOf(ports, sshPort);
  const notes = {
    unknown: '',
    closed: 'from outside only SSH',
    others: 'others are open to networks',
    berth: 'Berth is open to networks',
  } as const;
  const isOurs = level === 'berth';
  const note = isOurs || offer === null ? notes[level] : `${offer.repository ?? 'an editor'} offers ${offer.port}`;
  return { value: countOf(count, 'port'), note, tone: isOurs ? 'bad' : 'calm' };
}

/** What was left behind? */
export function leftoversAnswer({ leftovers }: GlanceSources): GlanceAnswer {
  if (leftovers === null) return unknown;
  if (!leftovers.isKnown) return { value: '–', note: 'the server did not tell', tone: 'calm' };
  const { count, sizeBytes } = leftovers;
  if (count === 0) return { value: 'Nothing', note: 'no leftovers', tone: 'calm' };
  return {
    value: countOf(count, 'leftover'),
    note: sizeBytes === 0 ? 'can be cleaned up' : `${formatBytes(sizeBytes)} can be freed`,
    tone: 'calm',
  };
}
