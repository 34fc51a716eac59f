import { describe, expect, it } from 'vitest';
import type { ProcessRow } from '../../../../main/contract/processes.ts';
import type { StatsItem } from '../../../../main/contract/stats.ts';
import { ProcessTable } from '../../../../main/core/stats/process-table.ts';
import { readLine, type ToldProcesses } from '../../../../main/core/stats/told-items.ts';
import { noise } from '../../../support/fake-core/seeing/fake-process-rows.ts';
import { processes, row } from './scene.ts';

function told(part: object): ToldProcesses {
  const line = readLine(JSON.stringify(processes(part)));
  if (line.kind !== 'item' || line.item.type !== 'processes') throw new Error('it does not fit');
  return line.item;
}

/** What a page makes of what it is told. */
function takeIn(shown: Map<number, ProcessRow>, item: StatsItem | null): void {
  if (item?.type !== 'processes') return;
  if (item.isWhole) shown.clear();
  for (const pid of item.gone) shown.delete(pid);
  for (const one of item.rows) shown.set(one.pid, one);
  for (const update of item.updates) {
    const known = shown.get(update.pid);
    if (known === undefined) throw new Error(`nobody was told of ${update.pid}`);
    shown.set(update.pid, { ...known, ...update });
  }
}

const sorted = (rows: Iterable<ProcessRow>) => [...rows].sort((one, other) => one.pid - other.pid);

describe('a table of processes', () => {
  it('is the same for whoever is told of it, however seldom, in whatever lines it comes', () => {
    const table = new ProcessTable();
    const truth = new Map<number, ProcessRow>();
    const viewers = Array.from({ length: 5 }, () => ({ shown: new Map<number, ProcessRow>(), version: 0 }));
    for (let moment = 0; moment < 400; moment += 1) {
      const random = (seed: number) => noise(seed, moment);
      const isWhole = moment === 0 || random(1) < 0.01;
      if (isWhole) truth.clear();
      const gone = [...truth.keys()].filter((pid) => random(pid) < 0.05);
      for (const pid of gone) truth.delete(pid);
      // A few pids only, so that they come back as other processes.
      const rows = Array.from({ length: 40 }, (_, index) => index + 1)
        .filter((pid) => !truth.has(pid) && random(pid + 1000) < 0.2)
        .map((pid) => row(pid, { startTicks: moment }));
      for (const one of rows) truth.set(one.pid, one);
      const updates = [...truth.values()].filter(({ pid }) => random(pid + 2000) < 0.3);
      for (const one of updates)
        truth.set(one.pid, { ...one, state: 'R', cpuShare: random(one.pid), memoryBytes: moment });
      const changed = updates.map(({ pid }) => [pid, 'R', random(pid), moment, null]);
      const half = Math.floor(rows.length / 2);
      table.apply(told({ isWhole, isPartial: true, gone, rows: rows.slice(0, half) }));
      expect(table.since(0)).toBeNull();
      table.apply(told({ rows: rows.slice(half), updates: [...changed, [9999, 'R', 1, 1, null]] }));
      for (const [place, viewer] of viewers.entries()) {
        if (random(place + 5000) > 1 / (place * place + 1)) continue;
        takeIn(viewer.shown, table.since(viewer.version));
        viewer.version = table.version;
        expect(sorted(viewer.shown.values())).toEqual(sorted(truth.values()));
        expect(table.since(viewer.version)).toBeNull();
      }
    }
    expect(viewers.every(({ version }) => version > 300)).toBe(true);
  });

  it('tells everything to whoever was away while more ended than it remembers, and holds no more than its limit', () => {
    const table = new ProcessTable();
    const some = (from: number) => Array.from({ length: 5000 }, (_, index) => row(from + index));
    table.apply(told({ isWhole: true, isPartial: true, rows: some(1) }));
    table.apply(told({ rows: some(5001), untoldCount: 12 }));
    expect(table.since(0)).toMatchObject({ isWhole: true, untoldCount: 12 });
    expect(table.since(0)?.rows).toHaveLength(5000);
    const { version } = table;
    for (const from of [1, 2501]) {
      table.apply(
        told({
          gone: some(from)
            .slice(0, 2500)
            .map(({ pid }) => pid),
        }),
      );
      expect(table.since(version)?.isWhole).toBe(false);
    }
    table.apply(told({ rows: some(1).slice(0, 10) }));
    table.apply(told({ gone: [1] }));
    expect(table.since(version)).toMatchObject({ isWhole: true, gone: [] });
  });

  it('is empty of what a host must not put on a screen', () => {
    const trick = '\u001b[31m\u009b1m\u202efdp\u0000';
    const owner = { kind: 'session', name: trick } as const;
    const one = told({
      rows: [row(1, { user: trick, name: trick, command: trick.repeat(500), state: '\u0007', owner })],
    });
    expect(JSON.stringify(one)).not.toMatch(/[\p{Cc}\u202e]|\\u00/u);
    expect(one.rows[0]?.command.length).toBeLessThanOrEqual(512);
    const [login] = told({ rows: [row(1, { command: 'mysqld --password=hunter-2 --port 3306' })] }).rows;
    expect(login?.command).toBe('mysqld --password=••• --port 3306');
    expect(told({ rows: [row(1, { memoryBytes: -5 })], updates: [[1, 'R', -1, -2, null]] })).toMatchObject({
      rows: [{ memoryBytes: 0 }],
      updates: [{ cpuShare: 0, memoryBytes: 0 }],
    });
  });
});
