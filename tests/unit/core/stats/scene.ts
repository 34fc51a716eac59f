import { pino } from 'pino';
import { type Failure, fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import type { HostStatus, LinkState } from '../../../../main/contract/hosts.ts';
import type { ProcessRow } from '../../../../main/contract/processes.ts';
import { profile } from '../../../../main/contract/profiles.ts';
import type { HostReading, StatsItem } from '../../../../main/contract/stats.ts';
import type { Host } from '../../../../main/core/host.ts';
import { createStats } from '../../../../main/core/stats/stats.ts';
import { fakeHost } from '../../../support/fake-core/fake-hosts.ts';
import { readingOf } from '../../../support/fake-core/seeing/fake-readings.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';
import { createProcessLink } from '../../../support/fakes/process-link.ts';

const saved = profile.parse({ id: 'p', name: 'p', address: '192.0.2.1', user: 'me' });

/** A reading as a host tells it, of the boot with this number. */
export const reading = (tick = 0, bootCount = 0): HostReading =>
  readingOf(fakeHost(saved), { tick, bootMs: 0, bootCount }, []);

/** A process as a host tells it. */
export const row = (pid: number, part: Partial<ProcessRow> = {}): ProcessRow => ({
  pid,
  startTicks: pid * 10,
  parentPid: 1,
  state: 'S',
  cpuShare: 0,
  memoryBytes: 4096,
  proportionalBytes: null,
  user: 'me',
  name: `name-${pid}`,
  command: `command ${pid}`,
  startedAtMs: 1,
  owner: { kind: 'other' },
  role: null,
  ...part,
});

/** Processes as a line of a sampler. */
export const processes = (part: object = {}) => ({
  type: 'processes',
  isWhole: false,
  rows: [],
  updates: [],
  gone: [],
  untoldCount: 0,
  ...part,
});

/** One sampler that the core began. */
export interface Begun {
  readonly args: readonly string[];
  /** The lines that it was told. */
  readonly told: string[];
  isClosed: boolean;
  /** Prints an item, or a line as it is. */
  say(item: object | string): void;
  /** Ends as a killed one does. */
  die(): void;
  /** Ends in good order. */
  end(): void;
}

export const killed = fail('script-failed', 'script', 'It was killed.', 'Wait.').failure;
export const lost = fail('link-lost', 'session', 'The link was lost.', 'Wait.').failure;

/** The capability `stats` on a host whose samplers the test plays. */
export function startScene() {
  const clock = new ManualClock();
  const closing = new AbortController();
  const begun: Begun[] = [];
  const refusals: Failure[] = [];
  const makeHost = () => {
    const listeners = new Set<(status: HostStatus) => void>();
    let status = { state: 'connected', failure: null } as unknown as HostStatus;
    const host: Host = {
      profile: saved,
      link: {
        ...createProcessLink({}),
        status: () => status,
        onDidChangeStatus: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
      remote: {
        call: () => Promise.reject(new Error('not asked')),
        operate: () => Promise.reject(new Error('not asked')),
        send: () => Promise.reject(new Error('not asked')),
        attach: () => Promise.reject(new Error('nobody attaches')),
        sample: async (_command, args, { onLine }) => {
          const failure = refusals.shift();
          if (failure !== undefined) return { ok: false, failure };
          const end = Promise.withResolvers<Result<unknown>>();
          const one: Begun = {
            args,
            told: [],
            isClosed: false,
            say: (item) => one.isClosed || onLine(typeof item === 'string' ? item : JSON.stringify(item)),
            die: () => end.resolve({ ok: false, failure: killed }),
            end: () => end.resolve(succeed({})),
          };
          begun.push(one);
          return succeed({
            ended: end.promise,
            tell: (line: string) => void one.told.push(line),
            close: () => {
              one.isClosed = true;
              end.resolve(succeed({}));
            },
          });
        },
        dispose: () => {},
      },
    };
    const setLink = (state: LinkState, failure: Failure | null = null) => {
      status = { ...status, state, failure };
      for (const listener of listeners) listener(status);
    };
    return { host, setLink, listenerCount: () => listeners.size };
  };
  const first = makeHost();
  let known: Result<Host> = succeed(first.host);
  const stats = createStats({
    findHost: async () => known,
    findKnownHost: async () => known,
    clock,
    logger: pino({ level: 'silent' }),
    closing: closing.signal,
  });
  return {
    clock,
    begun,
    refusals,
    stats,
    first,
    makeHost,
    quit: () => closing.abort(),
    setKnown: (host: Result<Host>) => {
      known = host;
    },
    /** The sampler that was begun last. */
    last: () => {
      const one = begun.at(-1);
      if (one === undefined) throw new Error('no sampler was begun');
      return one;
    },
    /** Somebody who reads each item as soon as it is there. */
    watch(intervalSeconds = 5, hasProcesses = false) {
      const leaving = new AbortController();
      const items: StatsItem[] = [];
      const read = async () => {
        const wants = { profile: 'p', intervalSeconds, hasProcesses };
        for await (const item of stats.watch(wants, { signal: leaving.signal })) items.push(item);
      };
      return {
        items,
        over: read(),
        leave: () => leaving.abort(),
        /** The types of the items since the last call. */
        types: () => items.splice(0).map(({ type }) => type),
      };
    },
    settle: () => clock.advanceSettled(0),
  };
}
