import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { AlertEntry } from '../../../../main/contract/alerts.ts';
import { fail, succeed } from '../../../../main/contract/failure.ts';
import { type AlertNews, AlertWatch } from '../../../../main/core/alerts/alert-watch.ts';
import { configureArguments, toldLook } from '../../../../main/core/alerts/told-alerts.ts';
import type { Host } from '../../../../main/core/host.ts';
import { plainAlertSettings } from '../../../support/fake-core/seeing/fake-alerts.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

const nowMs = 1_800_000_000_000;
const entry = (number: number, part: Partial<AlertEntry> = {}): AlertEntry => ({
  number,
  kind: 'disk',
  state: 'raised',
  atMs: nowMs,
  target: '/',
  instanceId: null,
  repository: null,
  session: null,
  share: 0.95,
  isQuiet: false,
  message: `Alert ${number}.`,
  nextStep: 'Look.',
  deliveries: [],
  ...part,
});

/** One host whose entries a test adds to, and whose link it takes away. */
function scene() {
  const clock = new ManualClock(nowMs);
  const entries: AlertEntry[] = [entry(1)];
  const statusListeners = new Set<(status: { profileId: string; state: string }) => void>();
  const agentListeners = new Set<(profileId: string) => void>();
  const asked: string[] = [];
  let state = 'connected';
  let broken: 'busy' | 'link-lost' | null = null;
  const profile = { id: 'p', address: '192.0.2.1' };
  const host = {
    profile,
    link: { status: () => ({ state }) },
    remote: {
      call: async (_verb: string, [, after]: readonly string[]) => {
        asked.push(after ?? '');
        if (broken !== null) return fail(broken, 'script', 'It failed.', 'Try again.');
        const news = entries.filter(({ number }) => number > Number(after)).toReversed();
        return succeed(
          toldLook.parse({ raised: entries.slice(0, 1), entries: news, lastNumber: entries.length, nowMs }),
        );
      },
    },
  } as unknown as Host;
  const watch = new AlertWatch({
    hosts: () => [host],
    onDidChangeStatus: (listener) => {
      statusListeners.add(listener);
      return () => statusListeners.delete(listener);
    },
    onDidChangeAgents: (listener) => {
      agentListeners.add(listener);
      return () => agentListeners.delete(listener);
    },
    clock,
    logger: pino({ enabled: false }),
  });
  return {
    watch,
    clock,
    entries,
    asked,
    statusListeners,
    agentListeners,
    setState: async (next: string) => {
      state = next;
      for (const tell of statusListeners) tell({ profileId: 'p', state: next });
      await clock.advanceSettled(0);
    },
    moveElsewhere: () => {
      profile.address = '192.0.2.2';
    },
    breakDown: (kind: 'busy' | 'link-lost' | null) => {
      broken = kind;
    },
  };
}

const words = (news: AlertNews) =>
  news.type === 'entry' ? `${news.entry.number}${news.isPast ? ' past' : ''}` : news.type;

test('tells what is raised at first, then each entry once, whatever the link does meanwhile', async () => {
  const { watch, clock, entries, asked, setState, statusListeners } = scene();
  const heard: AlertNews[] = [];
  const stop = watch.listen((news) => heard.push(news));
  await clock.advanceSettled(0);
  expect(heard.map(words)).toEqual(['raised']);
  entries.push(entry(2));
  await clock.advanceSettled(60_000);
  expect(heard.map(words)).toEqual(['raised', '2']);

  await setState('reconnecting');
  const count = asked.length;
  await clock.advanceSettled(300_000);
  expect(asked).toHaveLength(count);
  entries.push(entry(3, { atMs: nowMs - 200_000 }), entry(4));
  await setState('connected');
  await clock.advanceSettled(60_000);
  expect(heard.map(words)).toEqual(['raised', '2', '3 past', '4']);

  // Another page hears what is raised, and nothing of before.
  const other: AlertNews[] = [];
  const stopOther = watch.listen((news) => other.push(news));
  await clock.advanceSettled(60_000);
  expect(other.map(words)).toEqual(['raised']);
  stopOther();
  stop();
  expect(statusListeners.size + clock.pendingCount).toBe(0);
});

test('looks once more when something may have happened after a look began', async () => {
  const { watch, entries, asked, setState } = scene();
  const heard: AlertNews[] = [];
  watch.listen((news) => heard.push(news));
  const isTold = setState('connected');
  entries.push(entry(2));
  await isTold;
  expect(asked).toEqual(['0', '1']);
  expect(heard.map(words)).toEqual(['raised', '2']);
});

test('looks soon after an agent of a host entered another state, and no longer once nobody listens', async () => {
  const { watch, clock, entries, agentListeners } = scene();
  const heard: AlertNews[] = [];
  const stop = watch.listen((news) => heard.push(news));
  await clock.advanceSettled(0);
  entries.push(entry(2));
  for (const tell of agentListeners) tell('p');
  await clock.advanceSettled(1_500);
  expect(heard.map(words)).toEqual(['raised', '2']);
  stop();
  expect(agentListeners.size + clock.pendingCount).toBe(0);
});

test('a home that counts from 1 again is no news, and a failure is told once', async () => {
  const { watch, clock, entries, asked, breakDown } = scene();
  const heard: AlertNews[] = [];
  entries.push(entry(2), entry(3));
  watch.listen((news) => heard.push(news));
  await clock.advanceSettled(0);
  entries.splice(1);
  await clock.advanceSettled(60_000);
  entries.push(entry(2));
  await clock.advanceSettled(60_000);
  expect(heard.map(words)).toEqual(['raised', '2']);
  expect(asked).toEqual(['0', '3', '1']);
  breakDown('link-lost');
  await clock.advanceSettled(60_000);
  breakDown('busy');
  await clock.advanceSettled(120_000);
  expect(heard.map(words)).toEqual(['raised', '2', 'failed']);
  breakDown(null);
  await clock.advanceSettled(120_000);
  expect(heard.map(words)).toEqual(['raised', '2', 'failed', 'raised']);
});

test('where a profile leads to another host, entries are counted anew', async () => {
  const { watch, clock, entries, asked, moveElsewhere } = scene();
  const heard: AlertNews[] = [];
  watch.listen((news) => heard.push(news));
  await clock.advanceSettled(0);
  moveElsewhere();
  entries.push(entry(2));
  await clock.advanceSettled(60_000);
  expect(heard.map(words)).toEqual(['raised', 'raised']);
  expect(asked).toEqual(['0', '0']);
});

test('what a host tells is made fit to be shown, and settings become arguments', () => {
  const told = toldLook.parse({
    raised: [],
    entries: [
      entry(1, { message: 'a\u001b[31m\u202eb', deliveries: [{ channel: 'ntfy', outcome: 'failed', detail: 'x\ny' }] }),
    ],
    lastNumber: 1,
    nowMs,
  });
  expect(told.entries[0]?.message).toBe('a b');
  const title = `fix\u001b]0;x\u0007 ${'a'.repeat(500)}`;
  const ofSession = toldLook.parse({ ...told, entries: [entry(2, { session: { id: 'fix', title } })] });
  expect(ofSession.entries[0]?.session?.title).toMatch(/^fix[^\p{Cc}]{1,117}$/u);
  expect(told.entries[0]?.deliveries[0]?.detail).toBe('x y');
  expect(toldLook.safeParse({ ...told, entries: Array.from({ length: 201 }, () => entry(1)) }).success).toBe(false);
  const settings = { ...plainAlertSettings(), delivery: { webhookUrl: 'https://x/', ntfyUrl: null }, mutedUntilMs: 5 };
  const args = configureArguments({ ...settings, suspendsUnderPressure: true });
  expect(args.slice(0, 2)).toEqual(['--rule', 'cpu:1:800:700:300']);
  expect(args).toContain('certificate:1:-:-:0');
  expect(args.slice(-5)).toEqual(['--webhook-url', 'https://x/', '--muted-until', '5', '--suspend-under-pressure']);
});
