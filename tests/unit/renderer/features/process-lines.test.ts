import { describe, expect, test } from 'vitest';
import type { ProcessOwner, ProcessRow } from '../../../../main/contract/processes.ts';
import { filterProcesses, withAncestors } from '../../../../renderer/features/processes/lines/process-filter.ts';
import { totalsOf } from '../../../../renderer/features/processes/lines/process-groups.ts';
import { processLines } from '../../../../renderer/features/processes/lines/process-lines.ts';
import { applyProcesses, liveRow } from '../../../../renderer/features/processes/process-table.ts';
import { type Arrangement, openFilter } from '../../../../renderer/features/processes/process-views.ts';
import { belongingWords, processName, titleOf } from '../../../../renderer/features/processes/process-words.ts';

const actmcp: ProcessOwner = { kind: 'instance', instanceId: 'actmcp-1a2b3c' };
const billing: ProcessOwner = { kind: 'instance', instanceId: 'billing-4d5e6f' };
const nameOf = (id: string) => id.split('-')[0] ?? id;

const process = (pid: number, part: Partial<ProcessRow> = {}): ProcessRow => ({
  pid,
  startTicks: pid * 10,
  state: 'S',
  cpuShare: 0,
  memoryBytes: 1000 * pid,
  proportionalBytes: null,
  parentPid: 1,
  user: 'deploy',
  name: `program-${pid}`,
  command: `/usr/bin/program-${pid} --port ${8000 + pid}`,
  startedAtMs: 1_000_000 - pid,
  owner: { kind: 'other' },
  role: null,
  ...part,
});

const plain: Arrangement = { isGrouped: false, isTree: false, sortBy: 'cpu', isDescending: true };
const shown = (rows: readonly ProcessRow[], arrangement: Partial<Arrangement>, toggledIds: readonly string[] = []) =>
  processLines(rows, {
    arrangement: { ...plain, ...arrangement },
    nameOf,
    toggledIds: new Set(toggledIds),
    isSearching: false,
  }).map((line) => (line.type === 'group' ? line.group.title : `${' '.repeat(line.level)}${line.row.pid}`));

const changes = { isWhole: false, rows: [], updates: [], gone: [], untoldCount: 0 };

describe('the table', () => {
  test('what changed is another row, what did not is the same one, and a reused pid is another process', () => {
    const table = new Map<number, ProcessRow>();
    const [first, second] = [process(1), process(2)];
    applyProcesses(table, { type: 'processes', ...changes, isWhole: true, rows: [first, second] });
    const update = { pid: 1, state: 'R', cpuShare: 0.5, memoryBytes: 1000, proportionalBytes: 400 };
    const same = { pid: 2, state: 'S', cpuShare: 0, memoryBytes: 2000, proportionalBytes: null };
    applyProcesses(table, { type: 'processes', ...changes, updates: [update, same, { ...same, pid: 99 }] });
    expect(table.get(1)).toEqual({ ...first, ...update });
    expect(table.get(2)).toBe(second);
    expect(table.size).toBe(2);

    const other = process(2, { startTicks: 777, name: 'other' });
    applyProcesses(table, { type: 'processes', ...changes, rows: [other], gone: [1, 2] });
    expect([...table.values()]).toEqual([other]);
    expect(liveRow(table, second)).toBeNull();
    expect(liveRow(table, other)).toBe(other);
    applyProcesses(table, { type: 'processes', ...changes, isWhole: true, rows: [first] });
    expect([...table.keys()]).toEqual([1]);
  });
});

describe('the lines', () => {
  const rows = [
    process(10, { owner: actmcp, role: 'server', cpuShare: 0.1 }),
    process(11, { owner: actmcp, role: 'extension-host', cpuShare: 0.2, parentPid: 10 }),
    process(20, { owner: billing, role: 'server', cpuShare: 0.9 }),
    process(30, { owner: { kind: 'berth' } }),
    process(40, { owner: { kind: 'session', name: 'night' } }),
    process(50, { cpuShare: 2 }),
  ];

  test('repositories come first by what they take, then sessions, Berth’s own, and the others folded', () => {
    expect(shown(rows, { isGrouped: true })).toEqual([
      'billing',
      '  20',
      'actmcp',
      '  11',
      '  10',
      'Session night',
      '  40',
      'Berth’s own',
      '  30',
      'Everything else on this server',
    ]);
    expect(shown(rows, { isGrouped: true, sortBy: 'name', isDescending: false }).slice(0, 4)).toEqual([
      'actmcp',
      '  10',
      '  11',
      'billing',
    ]);
    expect(shown(rows, { isGrouped: true }, ['group other', 'group instance actmcp-1a2b3c'])).not.toContain('  11');
    expect(shown(rows, { isGrouped: true }, ['group other'])).toContain('  50');
    expect(totalsOf(rows).get('group instance actmcp-1a2b3c')).toEqual({
      count: 2,
      cpuShare: 0.1 + 0.2,
      memoryBytes: 21_000,
    });
  });

  test.each([
    ['cpu', true, [50, 20, 11, 10, 40, 30]],
    ['memory', false, [10, 11, 20, 30, 40, 50]],
    ['age', true, [50, 40, 30, 20, 11, 10]],
    ['pid', true, [50, 40, 30, 20, 11, 10]],
    ['role', false, [50, 11, 10, 30, 20, 40]],
  ] as const)('sorted by %s', (sortBy, isDescending, pids) => {
    expect(shown(rows, { sortBy, isDescending })).toEqual(pids.map((pid) => ` ${pid}`));
  });

  test('less than half a percent of a core more is no reason to change places', () => {
    const calm = [process(1, { cpuShare: 0.002 }), process(2, { cpuShare: 0.0004 }), process(3, { cpuShare: 0.01 })];
    expect(shown(calm, {})).toEqual([' 3', ' 2', ' 1']);
  });

  test('a tree has each process below its parent, can be folded, and a circle or a chain of thousands ends it not', () => {
    const tree = [process(1, { parentPid: 0 }), process(2), process(3, { parentPid: 2 }), process(4)];
    expect(shown(tree, { isTree: true, sortBy: 'pid', isDescending: false })).toEqual([' 1', '  2', '   3', '  4']);
    expect(shown(tree, { isTree: true, sortBy: 'pid', isDescending: false }, ['2:20'])).toEqual([' 1', '  2', '  4']);
    const circle = [process(5, { parentPid: 6 }), process(6, { parentPid: 5 }), process(7, { parentPid: 7 })];
    expect(shown(circle, { isTree: true, sortBy: 'pid', isDescending: false })).toEqual([' 7', ' 5', '  6']);
    const chain = Array.from({ length: 5000 }, (_, index) => process(index + 1, { parentPid: index }));
    expect(shown(chain, { isTree: true })).toHaveLength(5000);
  });

  test('the kernel’s own are folded in a tree at first', () => {
    const kernel = [process(2, { parentPid: 0, command: '' }), process(9, { parentPid: 2, command: '' })];
    expect(shown(kernel, { isTree: true })).toEqual([' 2']);
    expect(shown(kernel, { isTree: true }, ['2:20'])).toEqual([' 2', '  9']);
  });
});

test.each([
  [{ kind: 'berth' }, null, 'bash /home/me/.local/share/berth/scripts/1.2-4f1c/keeper', 'Berth · keeper'],
  [
    { kind: 'berth' },
    null,
    'bash /root/.local/share/berth/scripts/4f1c/commands/stats-sample --interval 2',
    'Berth · stats-sample',
  ],
  [{ kind: 'berth' }, null, 'nginx: worker process', 'Berth'],
  [{ kind: 'other' }, null, 'cat /root/.local/share/berth/scripts/4f1c/keeper', ''],
  [actmcp, 'extension-host', 'node bootstrap-fork', 'actmcp · extension host'],
] as const)('%j as %j, %s: %s', (owner, role, command, words) => {
  expect(belongingWords({ owner, role, command }, nameOf)).toBe(words);
});

describe('the filter', () => {
  const rows = [
    process(12, { owner: actmcp, role: 'language-server', user: 'ann', state: 'R' }),
    process(8012),
    process(13, { owner: { kind: 'berth' }, state: 'D' }),
  ];
  const found = (part: object) => filterProcesses(rows, { ...openFilter, ...part }, nameOf).map(({ pid }) => pid);

  test.each([
    [{ search: '12' }, [12, 8012]],
    [{ search: '8012' }, [12, 8012]],
    [{ search: 'ACTMCP language' }, [12]],
    [{ search: '--port 8013' }, [13]],
    [{ search: 'nothing' }, []],
    [{ owner: 'instances' }, [12]],
    [{ owner: 'instance:billing-4d5e6f' }, []],
    [{ owner: 'berth' }, [13]],
    [{ owner: 'other' }, [8012]],
    [{ user: 'ann' }, [12]],
    [{ states: 'RD' }, [12, 13]],
    [{ states: 'RD', user: 'deploy' }, [13]],
  ])('%j lets %j through', (part, pids) => {
    expect(found(part)).toEqual(pids);
  });
});

test('what was found comes with its ancestors, as far as they belong to the same one', () => {
  const rows = [
    process(1, { parentPid: 0 }),
    process(20, { owner: actmcp, parentPid: 1 }),
    process(21, { owner: actmcp, parentPid: 20 }),
    process(22, { owner: actmcp, parentPid: 21 }),
    process(23, { owner: actmcp, parentPid: 20 }),
    // Two that claim to come from each other.
    process(30, { parentPid: 31 }),
    process(31, { parentPid: 30 }),
  ];
  const kept = (...pids: number[]) =>
    withAncestors(
      rows.filter(({ pid }) => pids.includes(pid)),
      rows,
    ).map(({ pid }) => pid);
  expect(kept(22)).toEqual([22, 21, 20]);
  expect(kept(21, 22)).toEqual([21, 22, 20]);
  expect(kept(30)).toEqual([30, 31]);
  expect(kept()).toEqual([]);
});

test('a program of a Node that names its threads is called after what it runs', () => {
  const node = process(40, {
    name: 'MainThread',
    command: '/opt/node/bin/node --inspect /srv/app/vite.js --port 5173',
  });
  expect(titleOf(node)).toBe('node vite.js');
  expect(processName(node)).toBe('node vite.js (40)');
  expect(titleOf(process(41, { name: 'MainThread', command: '' }))).toBe('MainThread');
  expect(titleOf(process(42, { name: 'nginx', command: 'nginx: worker process' }))).toBe('nginx');
  expect(processName(process(43, { name: '', command: '' }))).toBe('a process (43)');
});
