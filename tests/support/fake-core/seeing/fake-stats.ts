import { type Failure, fail, type Result } from '../../../../main/contract/failure.ts';
import type { HostStatus } from '../../../../main/contract/hosts.ts';
import type { ProcessRow } from '../../../../main/contract/processes.ts';
import type { StatsItem } from '../../../../main/contract/stats.ts';
import type { FakeHost } from '../fake-hosts.ts';
import type { FakeProcesses } from './fake-processes.ts';
import { historyOf, readingOf } from './fake-readings.ts';

/** What the fake of the readings needs of the other fakes. */
export interface FakeStatsParts {
  readonly host: (reference: string) => FakeHost;
  readonly statusOf: (profileId: string) => HostStatus;
  readonly connectTo: (reference: string) => Promise<Result<HostStatus>>;
  readonly processes: FakeProcesses;
  /** Milliseconds from reading to reading; null is what the viewer asked for. */
  readonly tickMs: number | null;
}

interface WatchInput {
  readonly profile: string;
  readonly intervalSeconds?: number;
  readonly hasProcesses?: boolean;
}

interface HistoryInput {
  readonly profile: string;
  readonly fromMs?: number | null;
  readonly pointCount?: number;
}

/** Where the one sampler of a fake host is. */
interface Sampler {
  tick: number;
  tickedAtMs: number;
  bootMs: number;
  bootCount: number;
  /** Counts the changes of ports. */
  portsCount: number;
  /** Why those who watch it are told that it is over. */
  failure: Failure | null;
}

const lost = fail('link-lost', 'session', 'The connection was cut.', 'Wait, it is tried again.').failure;

/** The readings of the fake hosts. The same tick has the same figures; all viewers of a host see the same tick. */
export class FakeStats {
  readonly #parts: FakeStatsParts;
  readonly #samplers = new Map<string, Sampler>();
  readonly #wakers = new Set<() => void>();

  constructor(parts: FakeStatsParts) {
    this.#parts = parts;
  }

  /** Lets every viewer look again, such as after a change of a link. */
  wake(): void {
    for (const wake of this.#wakers) wake();
  }

  /** Takes the next reading of a host at once. */
  tick(profileId: string): void {
    const sampler = this.#samplerOf(profileId);
    sampler.tick += 1;
    sampler.tickedAtMs = Date.now();
    this.wake();
  }

  /** Restarts a host: another boot, and no process that ran before. */
  reboot(profileId: string): void {
    const sampler = this.#samplerOf(profileId);
    sampler.bootCount += 1;
    sampler.bootMs = Date.now();
    this.tick(profileId);
  }

  /** Tells every viewer of a host that somebody listens on a port or no longer does. */
  changePorts(profileId: string): void {
    this.#samplerOf(profileId).portsCount += 1;
    this.wake();
  }

  /** Ends every watch of a host with a failure; null lets the next ones be. */
  fail(profileId: string, failure: Failure | null): void {
    this.#samplerOf(profileId).failure = failure;
    this.wake();
  }

  /** Readings, and processes as changes, until the signal aborts. */
  async *watch(
    { profile, intervalSeconds = 5, hasProcesses = false }: WatchInput,
    { signal }: { readonly signal: AbortSignal },
  ): AsyncGenerator<StatsItem> {
    const way = await this.#parts.connectTo(profile);
    if (!way.ok) {
      yield { type: 'failed', failure: way.failure };
      return;
    }
    const host = this.#parts.host(profile);
    const sampler = this.#samplerOf(host.profile.id);
    const tickMs = this.#parts.tickMs ?? intervalSeconds * 1000;
    let told = new Map<number, ProcessRow>();
    let toldOf = '';
    let toldBoot = -1;
    let toldPorts = sampler.portsCount;
    let wait = '';
    while (!signal.aborted) {
      if (sampler.failure !== null) {
        yield { type: 'failed', failure: sampler.failure };
        return;
      }
      const { state, failure } = this.#parts.statusOf(host.profile.id);
      if (state !== 'connected') {
        const isRetried = state === 'connecting' || state === 'reconnecting';
        if (wait !== state) yield { type: 'waiting', failure: failure ?? lost, isRetried };
        wait = state;
        toldOf = '';
        toldBoot = -1;
        await this.#next(signal, null);
        continue;
      }
      wait = '';
      if (toldPorts !== sampler.portsCount) {
        toldPorts = sampler.portsCount;
        yield { type: 'ports-changed' };
      }
      if (Date.now() - sampler.tickedAtMs >= tickMs * 0.9) {
        sampler.tick += 1;
        sampler.tickedAtMs = Date.now();
      }
      const present = `${sampler.bootCount} ${sampler.tick} ${host.instances.map(({ state: one }) => one).join()}`;
      if (toldOf !== present) {
        toldOf = present;
        const rows = this.#parts.processes.rowsOf(host, sampler.tick, sampler.bootMs);
        yield { type: 'reading', reading: readingOf(host, sampler, rows) };
        if (hasProcesses) {
          const isWhole = toldBoot !== sampler.bootCount;
          toldBoot = sampler.bootCount;
          yield changesOf(isWhole ? new Map() : told, rows, isWhole);
          told = new Map(rows.map((row) => [row.pid, row]));
        }
      }
      await this.#next(signal, tickMs);
    }
  }

  /** A day of it, with a gap of forty minutes nine hours ago, when the host was off. */
  history(input: HistoryInput): Promise<Result<ReturnType<typeof historyOf>>> {
    const host = this.#parts.host(input.profile);
    if (this.#parts.statusOf(host.profile.id).state !== 'connected') {
      return Promise.resolve({ ok: false, failure: lost });
    }
    return Promise.resolve({
      ok: true,
      value: historyOf(host, Date.now(), input.fromMs ?? null, input.pointCount ?? 360),
    });
  }

  #samplerOf(profileId: string): Sampler {
    const known = this.#samplers.get(profileId) ?? {
      tick: 0,
      tickedAtMs: Date.now(),
      bootMs: Date.now() - 12 * 86_400_000,
      bootCount: 0,
      portsCount: 0,
      failure: null,
    };
    this.#samplers.set(profileId, known);
    return known;
  }

  /** Waits for the next tick, for news, or for the abort. */
  #next(signal: AbortSignal, delayMs: number | null): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#wakers.delete(end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = delayMs === null ? undefined : setTimeout(end, delayMs);
      this.#wakers.add(end);
      signal.addEventListener('abort', end, { once: true });
      if (signal.aborted) end();
    });
  }
}

function changesOf(told: ReadonlyMap<number, ProcessRow>, rows: readonly ProcessRow[], isWhole: boolean): StatsItem {
  const present = new Set(rows.map(({ pid }) => pid));
  const isSameProcess = (row: ProcessRow, before: ProcessRow | undefined) =>
    before !== undefined && before.startTicks === row.startTicks && before.parentPid === row.parentPid;
  const known = rows.filter((row) => isSameProcess(row, told.get(row.pid)));
  const isChanged = (row: ProcessRow) => {
    const before = told.get(row.pid);
    return before?.cpuShare !== row.cpuShare || before.memoryBytes !== row.memoryBytes || before.state !== row.state;
  };
  return {
    type: 'processes',
    isWhole,
    rows: rows.filter((row) => !isSameProcess(row, told.get(row.pid))),
    updates: known.filter(isChanged).map(({ pid, state, cpuShare, memoryBytes, proportionalBytes }) => ({
      pid,
      state,
      cpuShare,
      memoryBytes,
      proportionalBytes,
    })),
    gone: [...told.keys()].filter((pid) => !present.has(pid)),
    untoldCount: 0,
  };
}
