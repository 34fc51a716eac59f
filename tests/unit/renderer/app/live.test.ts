import { expect, test, vi } from 'vitest';
import type { HostStats } from '../../../../main/contract/hosts.ts';
import type { HostReading, StatsItem } from '../../../../main/contract/stats.ts';
import {
  type GlanceSources,
  healthAnswer,
  heaviestAnswer,
  leftoversAnswer,
  listeningAnswer,
} from '../../../../renderer/app/host/overview/glance.ts';
import { keepSeen } from '../../../../renderer/app/model/keep-seen.ts';
import { emptyLayout, showSection } from '../../../../renderer/app/model/layout-state.ts';
import { watchWishes } from '../../../../renderer/app/model/watch-wishes.ts';
import { diskOf, withReading } from '../../../../renderer/features/stats/live-stats.ts';
import { createLiveWatches } from '../../../../renderer/features/stats/live-watches.ts';
import { fakeHosts, statsOf } from '../../../support/fake-core/fake-hosts.ts';

/** The one watch of a page on a host, and what is made of its readings. */

const wishOf = (layout: typeof emptyLayout, linkedIds: readonly string[]) =>
  Object.fromEntries(watchWishes(layout, linkedIds));

test('a host is watched as closely as it is looked at, and not when it is not seen', () => {
  const overview = { ...emptyLayout, profileId: 'a' };
  expect(wishOf(overview, ['a', 'b'])).toEqual({ a: { intervalSeconds: 5, hasProcesses: false } });
  const processes = showSection(overview, 'a', 'processes');
  expect(wishOf(processes, ['a'])).toEqual({ a: { intervalSeconds: 2, hasProcesses: true } });
  expect(wishOf({ ...processes, activeTabId: 'tab' }, ['a'])).toEqual({
    a: { intervalSeconds: 5, hasProcesses: false },
  });
  expect(wishOf(showSection(overview, 'a', 'resources'), ['a'])).toEqual({
    a: { intervalSeconds: 2, hasProcesses: false },
  });
  expect(wishOf(processes, ['b'])).toEqual({});
  expect(Object.keys(wishOf(emptyLayout, ['a', 'b']))).toEqual(['a', 'b']);
});

/** A clock whose timers run when they are told to. */
function handClock() {
  const timers = new Map<number, () => void>();
  let count = 0;
  return {
    nowMs: () => 0,
    after(_delayMs: number, action: () => void) {
      const id = ++count;
      timers.set(id, action);
      return () => void timers.delete(id);
    },
    runAll() {
      const due = [...timers.values()];
      timers.clear();
      for (const action of due) action();
      return due.length;
    },
  };
}

test('a page that is hidden for a moment is still looked at', () => {
  const clock = handClock();
  const change = vi.fn();
  let isVisible = true;
  let tell: () => void = () => undefined;
  const onVisible = (listener: () => void) => {
    tell = listener;
    return () => undefined;
  };
  const isSeen = keepSeen({ isVisible: () => isVisible, onVisible }, clock, change);
  isVisible = false;
  tell();
  isVisible = true;
  tell();
  expect(clock.runAll()).toBe(0);
  isVisible = false;
  tell();
  expect([isSeen(), change.mock.calls.length]).toEqual([true, 0]);
  clock.runAll();
  expect([isSeen(), change.mock.calls.length]).toEqual([false, 1]);
  isVisible = true;
  tell();
  expect([isSeen(), change.mock.calls.length]).toEqual([true, 2]);
});

test('a watch goes on undisturbed while it is wished as it is; one that failed rests until it is tried again', async () => {
  const clock = handClock();
  const opened: { readonly profile: string; readonly signal: AbortSignal; readonly tell: (item: StatsItem) => void }[] =
    [];
  async function* watch({ profile }: { profile: string }, { signal }: { signal: AbortSignal }) {
    let wake: () => void = () => undefined;
    const items: StatsItem[] = [];
    opened.push({
      profile,
      signal,
      tell(item) {
        items.push(item);
        wake();
      },
    });
    while (!signal.aborted) {
      const item = items.shift();
      if (item !== undefined) yield item;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
          signal.addEventListener('abort', () => resolve());
        });
      }
    }
  }
  const told: string[] = [];
  const watches = createLiveWatches({
    client: { stats: { watch } } as unknown as Parameters<typeof createLiveWatches>[0]['client'],
    session: {
      onOpen(listener) {
        listener();
        return () => undefined;
      },
    },
    clock,
    onItem: (profileId, item) => told.push(`${profileId} ${item.type}`),
  });
  const wish = (hasProcesses: boolean) => new Map([['a', { intervalSeconds: 5, hasProcesses }]]);
  watches.want(wish(false));
  watches.want(wish(false));
  expect(opened).toHaveLength(1);
  watches.want(wish(true));
  expect(opened.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  const failure = { kind: 'script-failed', stage: 'script', message: 'No.', nextStep: 'Wait.', detail: null } as const;
  opened[1]?.tell({ type: 'failed', failure: { ...failure, hostKey: null, secretKind: null, jump: null } });
  await vi.waitFor(() => expect(told).toEqual(['a failed']));
  expect(opened[1]?.signal.aborted).toBe(true);
  expect(opened).toHaveLength(2);
  watches.retry('a');
  expect(opened).toHaveLength(3);
  // The pause that was called off does not begin another one.
  expect(clock.runAll()).toBe(0);
  watches.want(new Map());
  expect(opened.every(({ signal }) => signal.aborted)).toBe(true);
});

const [busy] = fakeHosts(0);
if (busy === undefined) throw new Error('There is no fake host');
const stats: HostStats = statsOf(busy, 1_000);
const disk = (path: string, totalBytes: number) => ({
  path,
  device: path,
  totalBytes,
  availableBytes: totalBytes / 2,
  readBytesPerSecond: null,
  writtenBytesPerSecond: null,
});
const reading: HostReading = {
  atMs: 2_000,
  bootId: 'x',
  uptimeSeconds: 7,
  cpu: { usedShare: 0.9, coreShares: [1, 0.8, 0.9, 0.9], waitShare: 0, stolenShare: 0 },
  load: { one: 4.5, five: 3, fifteen: 2 },
  memory: { totalBytes: 100, availableBytes: 4, swapTotalBytes: 0, swapFreeBytes: 0 },
  pressure: { cpuShare: null, memoryShare: null, ioShare: null },
  disks: [disk('/', 10), disk('/home', 20), disk('/home-of-others', 30)],
  networks: [],
  processCount: 3,
  instances: [{ id: 'actmcp', cpuShare: 1.2, memoryBytes: 50, processCount: 2, byRole: {} as never }],
};

test('a reading renews the figures, and leaves the name and what editors need', () => {
  const { hostname, estimates } = stats;
  const live = withReading(stats, reading);
  expect(live).toMatchObject({ hostname, estimates, cpu: { coreCount: 4, usedShare: 0.9 }, disk: { totalBytes: 20 } });
  expect(live.instances).toEqual([{ id: 'actmcp', memoryBytes: 50, processCount: 2 }]);
  expect(withReading(stats, { ...reading, disks: [] }).disk).toEqual(stats.disk);
  expect(diskOf(reading.disks, '/homes')?.path).toBe('/');
});

test('the answers at a glance name what is wrong before what is well', () => {
  const calm: GlanceSources = {
    stats,
    reading: null,
    ports: [],
    sshPort: 22,
    offer: null,
    leftovers: { count: 0, sizeBytes: 0, atMs: 0, isKnown: true },
    raisedCount: 0,
    crashedCount: 0,
    nameOf: (id) => id.toUpperCase(),
  };
  const live = withReading(stats, reading);
  expect(healthAnswer({ ...calm, stats: null }).value).toBeNull();
  expect(healthAnswer({ ...calm, stats: live })).toMatchObject({
    value: 'Short of memory and processor time',
    tone: 'warn',
  });
  expect(healthAnswer({ ...calm, stats: live, crashedCount: 1 }).value).toBe('1 editor crashed');
  expect(healthAnswer({ ...calm, raisedCount: 2, crashedCount: 1 })).toMatchObject({ value: '2 alerts', tone: 'bad' });
  expect(heaviestAnswer({ ...calm, stats: live, reading })).toMatchObject({
    value: 'ACTMCP',
    note: '50 B of memory · 120 % CPU',
  });
  expect(heaviestAnswer({ ...calm, stats: { ...live, instances: [] } }).value).toBe('None');
  expect(listeningAnswer(calm)).toMatchObject({ value: '0 ports', note: 'from outside only SSH' });
  expect(listeningAnswer({ ...calm, offer: { repository: 'web', port: 5173 } }).note).toBe('web offers 5173');
  expect(leftoversAnswer(calm).value).toBe('Nothing');
  const some = { count: 1, sizeBytes: 5 * 1024 ** 2, atMs: 0, isKnown: true };
  expect(leftoversAnswer({ ...calm, leftovers: some })).toMatchObject({
    value: '1 leftover',
    note: '5 MB can be freed',
  });
});
