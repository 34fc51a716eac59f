import { describe, expect, it } from 'vitest';
import type { ProcessRow } from '../../main/contract/processes.ts';
import type { StatsItem } from '../../main/contract/stats.ts';
import { longestViewTitle } from '../../main/contract/views.ts';
import { agingViews, longHiddenMs } from '../../main/electron/views/aging.ts';
import { isAtWork, worksOnHost } from '../../main/electron/views/at-work.ts';
import { isIcon } from '../../main/electron/views/page-icon.ts';
import { cleanTitle } from '../../main/electron/views/page-title.ts';
import { ManualClock } from '../support/fakes/clock.ts';

const hidden = (tabId: string, hiddenAtMs: number, keptUntilMs = 0) => ({ tabId, hiddenAtMs, keptUntilMs });

describe('hidden views', () => {
  const views = [hidden('second', 2_000), hidden('first', 1_000), hidden('last', 3_000)];

  it('stay while they are few, and when they were just left', () => {
    expect(agingViews(views, 3, 10 * longHiddenMs)).toEqual({ dueTabIds: [], nextAtMs: null });
    expect(agingViews(views, 1, 3_000)).toEqual({ dueTabIds: [], nextAtMs: 1_000 + longHiddenMs });
  });

  it('go in the order in which they were left', () => {
    expect(agingViews(views, 1, 1_000 + longHiddenMs)).toEqual({
      dueTabIds: ['first'],
      nextAtMs: 2_000 + longHiddenMs,
    });
    expect(agingViews(views, 1, 2_000 + longHiddenMs)).toEqual({ dueTabIds: ['first', 'second'], nextAtMs: null });
    expect(agingViews(views, 0, 10 * longHiddenMs).dueTabIds).toEqual(['first', 'second', 'last']);
  });

  it('are left alone for a while when they had unsaved work', () => {
    const keptUntilMs = 9 * longHiddenMs;
    const some = [hidden('first', 1_000, keptUntilMs), hidden('last', 3_000)];
    expect(agingViews(some, 1, 2 * longHiddenMs)).toEqual({ dueTabIds: [], nextAtMs: keptUntilMs });
    expect(agingViews(some, 1, keptUntilMs).dueTabIds).toEqual(['first']);
  });
});

describe('an editor', () => {
  const row = (pid: number, parentPid: number, role: ProcessRow['role'], name: string, command = name): ProcessRow => ({
    pid,
    parentPid,
    role,
    name,
    command,
    startTicks: 1,
    state: 'S',
    cpuShare: 0.001,
    memoryBytes: 1,
    proportionalBytes: null,
    user: 'me',
    startedAtMs: 0,
    owner: { kind: 'instance', instanceId: 'site' },
  });
  const resting = [
    row(1, 0, 'server', 'sh'),
    row(2, 1, 'server', 'node'),
    row(3, 2, 'extension-host', 'node'),
    row(4, 3, 'language-server', 'node'),
    row(5, 2, 'terminal', 'bash', '/bin/bash --init-file /x/shellIntegration-bash.sh'),
  ];

  it('is at rest with shells at their prompts, and at work with anything else in a terminal or beside it', () => {
    expect(isAtWork(resting, 'site')).toBe(false);
    expect(isAtWork([...resting, row(6, 5, 'terminal', 'npm')], 'site')).toBe(true);
    expect(isAtWork([...resting, row(6, 2, 'terminal', 'bash', '/bin/bash -lc make')], 'site')).toBe(true);
    expect(isAtWork([...resting, row(6, 2, 'terminal', 'sleep')], 'site')).toBe(true);
    expect(isAtWork([...resting, row(6, 3, 'other', 'agent')], 'site')).toBe(true);
    expect(isAtWork([...resting, { ...row(6, 3, 'language-server', 'node'), cpuShare: 0.3 }], 'site')).toBe(true);
    expect(isAtWork(resting, 'another')).toBe(true);
  });

  it('is at work when its host does not tell', async () => {
    const clock = new ManualClock();
    const place = { profileId: 'alpha', instanceId: 'site' };
    const table: StatsItem & { type: 'processes' } = {
      type: 'processes',
      isWhole: true,
      rows: resting,
      updates: [],
      gone: [],
      untoldCount: 0,
    };
    const told = (...items: StatsItem[]) =>
      worksOnHost(
        {
          watch: () =>
            (async function* () {
              yield* items;
            })(),
        },
        clock,
        place,
      );
    expect(await told(table, { ...table, isWhole: false, rows: [] })).toBe(false);
    expect(await told(table)).toBe(true);
    const update = { pid: 3, state: 'R', cpuShare: 0.9, memoryBytes: 1, proportionalBytes: null };
    expect(await told(table, { ...table, isWhole: false, rows: [], updates: [update] })).toBe(true);
    expect(await told({ ...table, untoldCount: 1 }, table)).toBe(true);
    const silent = worksOnHost(
      {
        async *watch(_question, { signal }) {
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
          yield* [];
        },
      },
      clock,
      place,
    );
    clock.advance(30_000);
    expect(await silent).toBe(true);
    expect(clock.pendingCount).toBe(0);
  });
});

describe('what a page says of itself', () => {
  it('is one line of bounded length that hides nothing', () => {
    expect(cleanTitle('  site \u202e—\u0007 a\nb\u200b  ')).toBe('site — a b');
    const long = cleanTitle('😀'.repeat(500));
    expect(long.length).toBeLessThanOrEqual(longestViewTitle);
    expect(long.endsWith('😀…')).toBe(true);
    expect(cleanTitle('x'.repeat(longestViewTitle))).toBe('x'.repeat(longestViewTitle));
  });

  it('is an icon only as a PNG of the right size', () => {
    const png = (width: number, height: number) => {
      const bytes = Buffer.alloc(40);
      Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
      bytes.writeUInt32BE(width, 16);
      bytes.writeUInt32BE(height, 20);
      return `data:image/png;base64,${bytes.toString('base64')}`;
    };
    expect(isIcon(png(32, 32))).toBe(true);
    expect(isIcon(png(32, 30_000))).toBe(false);
    expect(isIcon(png(32, 32).replace('png', 'svg+xml'))).toBe(false);
    expect(isIcon(`${png(32, 32)}" onerror="x`)).toBe(false);
    expect(isIcon(`data:image/png;base64,${Buffer.alloc(40).toString('base64')}`)).toBe(false);
    expect(isIcon(png(32, 32) + 'A'.repeat(40_000))).toBe(false);
    expect(isIcon({ toString: () => png(32, 32) })).toBe(false);
  });
});
