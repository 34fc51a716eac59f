import { expect, it } from 'vitest';
import { rounds } from '../../support/rounds.ts';
import { berthHome, inside, markedPids } from '../core/support/inside.ts';
import { expectNothingRuns, setStage, start, stop } from '../core/support/stage.ts';

const stage = setStage({ repositories: ['harbor-api'] });
const cycleCount = rounds('BERTH_ENDURANCE_CYCLES', 10, 200);
/** By then everything that is made once is there. */
const settledAfter = 2;

/** What a host holds after a stop. */
interface Remains {
  /** Everything in the home but the journal and VS Code's own logs. */
  readonly paths: readonly string[];
  readonly recordBytes: number;
  /** One file per operation, kept for seven days. */
  readonly journalCount: number;
  /** VS Code keeps the last ten. */
  readonly logFolderCount: number;
  /** Everything in the folders for temporary files. */
  readonly temporary: readonly string[];
  readonly socketCount: number;
  /** Open files of the runner. */
  readonly runnerFileCount: number;
  /** The beginning of the command line of every process. */
  readonly processes: readonly string[];
}

async function look(): Promise<Remains> {
  const printed = await inside(
    stage.host,
    `cd "${berthHome}"
    find . \\( -path ./journal -o -path './instances/*/user-data/logs' -o -path './instances/*/user-data/CachedProfilesData' \\) -prune -o -print | LC_ALL=C sort | sed 's/^/path /'
    echo "recordBytes $(cat instances/*/record | wc -c)"
    echo "journalCount $(ls journal | wc -l)"
    echo "logFolderCount $(ls instances/*/user-data/logs | wc -l)"
    find /tmp /var/tmp /dev/shm -mindepth 1 | LC_ALL=C sort | sed 's/^/temporary /'
    echo "socketCount $(find / -xdev -type s 2>/dev/null | wc -l)"
    for file in /proc/[0-9]*/cmdline; do if grep -qz 'scripts/[0-9a-f]*/runner$' "$file" 2>/dev/null; then runner=\${file%/cmdline}; break; fi; done
    echo "runnerFileCount $(ls "$runner/fd" | wc -l)"
    for file in /proc/[0-9]*; do
      { words=$(tr '\\0\\n' '  ' <"$file/cmdline") && name=$(<"$file/comm"); } 2>/dev/null || continue
      echo "process $name \${words:0:60}"
    done`,
  );
  const told = printed.split('\n').map((line): [string, string] => {
    const space = line.indexOf(' ');
    return [line.slice(0, space), line.slice(space + 1)];
  });
  const all = (name: string) => told.filter(([key]) => key === name).map(([, value]) => value);
  const one = (name: string) => Number(all(name)[0]);
  return {
    paths: all('path'),
    recordBytes: one('recordBytes'),
    journalCount: one('journalCount'),
    logFolderCount: one('logFolderCount'),
    temporary: all('temporary'),
    socketCount: one('socketCount'),
    runnerFileCount: one('runnerFileCount'),
    processes: all('process').sort((a, b) => (a < b ? -1 : 1)),
  };
}

it(
  `starts and stops one ${cycleCount} times and leaves no more than after the second time`,
  async () => {
    let settled: Remains | null = null;
    const startedAtMs = performance.now();
    for (let cycle = 1; cycle <= cycleCount; cycle += 1) {
      expect((await start(stage.app, 'harbor-api')).port).toBe(8888);
      await stop(stage.app, 'harbor-api');
      expect(await markedPids(stage.host)).toEqual([]);
      if (cycle === settledAfter) settled = await look();
    }
    console.log(`${cycleCount} cycles in ${((performance.now() - startedAtMs) / 1000).toFixed(0)} s`);
    const last = await look();
    expect(last).toMatchObject({ ...settled, journalCount: expect.any(Number), logFolderCount: expect.any(Number) });
    expect(last.journalCount).toBe(2 * cycleCount);
    expect(last.logFolderCount).toBeLessThanOrEqual(10);
    await expectNothingRuns(stage);
  },
  60_000 + cycleCount * 10_000,
);
