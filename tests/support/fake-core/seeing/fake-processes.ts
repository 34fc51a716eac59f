import { fail } from '../../../../main/contract/failure.ts';
import type { HostStatus } from '../../../../main/contract/hosts.ts';
import type { OperationItem } from '../../../../main/contract/operation.ts';
import type { EndedProcesses, ProcessIdentity, ProcessRow } from '../../../../main/contract/processes.ts';
import { profile } from '../../../../main/contract/profiles.ts';
import { type FakeHost, fakeHost } from '../fake-hosts.ts';
import { instanceProcesses, otherProcesses } from './fake-process-rows.ts';

/** What a fake host runs, besides its instances. */
export interface FakeProcessPart {
  /** Processes of others. Default 60. */
  otherProcessCount?: number;
  /** How many of them change from reading to reading. Default 0.34. */
  changingShare?: number;
  /** All that run there, instead of what the fake makes up. */
  processes?: readonly ProcessRow[];
  /** They do not end when they are asked to, only when they are forced. */
  stubbornPids?: readonly number[];
}

/** One host with very many processes, of which this share changes from reading to reading. */
export function manyProcesses(count = 1000, changingShare = 0.34): FakeHost[] {
  const named = profile.parse({ id: 'crowded', name: 'crowded', address: '192.0.2.91', user: 'deploy' });
  const status: Partial<HostStatus> = { state: 'connected', roundTripMs: 12, lastHeardAtMs: Date.now() };
  return [fakeHost(named, { status, otherProcessCount: count, changingShare })];
}

interface EndInput {
  readonly profile: string;
  readonly processes: readonly (ProcessIdentity & { readonly foreign: { user: string; name: string } | null })[];
  readonly isForced?: boolean;
}

/** What the fake of the processes needs of the other fakes. */
export interface FakeProcessesParts {
  readonly host: (reference: string) => FakeHost;
  readonly pauseStep: () => Promise<void>;
  /** Told when the first process of an instance was ended. */
  readonly onRootEnded: (profileId: string, instanceId: string) => void;
  /** Told when anything was ended. */
  readonly onEnded: (profileId: string) => void;
}

const keyOf = ({ pid, startTicks }: ProcessIdentity) => `${pid}:${startTicks}`;
const identityOf = ({ pid, startTicks }: ProcessIdentity): ProcessIdentity => ({ pid, startTicks });

/** The processes of the fake hosts: the same ones for the same tick, but for those that were ended. */
export class FakeProcesses {
  readonly #parts: FakeProcessesParts;
  readonly #ended = new Map<string, Set<string>>();

  constructor(parts: FakeProcessesParts) {
    this.#parts = parts;
  }

  /** All that run at a tick; `bootMs` is when the host was started. */
  rowsOf(host: FakeHost, tick: number, bootMs: number): ProcessRow[] {
    const ended = this.#endedOf(host.profile.id);
    if (host.processes !== undefined) return host.processes.filter((row) => !ended.has(keyOf(row)));
    const { otherProcessCount = 60, changingShare = 0.34 } = host;
    const made = [...otherProcesses(otherProcessCount, tick, changingShare), ...instanceProcesses(host, tick)];
    const alive = made.filter((row) => !ended.has(keyOf(row)));
    const pids = new Set(alive.map(({ pid }) => pid));
    return alive.map((row) => ({
      ...row,
      parentPid: pids.has(row.parentPid) || row.pid === 1 ? row.parentPid : 1,
      startedAtMs: bootMs + row.startTicks * 10,
    }));
  }

  /** Ends processes as the real host does: never by a pid alone, and those of others only by their name. */
  async *end({
    profile: reference,
    processes,
    isForced = false,
  }: EndInput): AsyncGenerator<OperationItem<EndedProcesses>> {
    const host = this.#parts.host(reference);
    const step = {
      stage: 'stop' as const,
      title: isForced ? 'Ending the processes' : 'Asking the processes to end',
      atMs: Date.now(),
    };
    yield { type: 'step', step: { ...step, state: 'started' } };
    await this.#parts.pauseStep();
    const value: EndedProcesses = { ended: [], alive: [], gone: [], failures: [] };
    const rows = new Map(this.rowsOf(host, 0, 0).map((row) => [row.pid, row]));
    for (const asked of processes) {
      const row = rows.get(asked.pid);
      if (row === undefined || row.startTicks !== asked.startTicks) value.gone.push(identityOf(asked));
      else if (isForeign(row) && (asked.foreign?.user !== row.user || asked.foreign.name !== row.name)) {
        value.failures.push({ ...identityOf(asked), failure: notAsShown(asked.pid) });
      } else if (!isForced && host.stubbornPids?.includes(asked.pid)) value.alive.push(identityOf(asked));
      else {
        value.ended.push(identityOf(asked));
        this.#endedOf(host.profile.id).add(keyOf(asked));
        if (row.owner.kind === 'instance' && row.name === 'launch') {
          this.#parts.onRootEnded(host.profile.id, row.owner.instanceId);
        }
      }
    }
    this.#parts.onEnded(host.profile.id);
    yield { type: 'step', step: { ...step, state: 'done', atMs: Date.now() } };
    yield { type: 'done', value };
  }

  #endedOf(profileId: string): Set<string> {
    const known = this.#ended.get(profileId) ?? new Set<string>();
    this.#ended.set(profileId, known);
    return known;
  }
}

const isForeign = ({ owner }: ProcessRow) => owner.kind === 'other';

const notAsShown = (pid: number) =>
  fail(
    'invalid-input',
    'stop',
    `Process ${pid} is not the one that was shown.`,
    'Look at the list again, then end it by the user and name that are shown.',
  ).failure;
