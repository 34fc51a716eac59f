import { readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';

/** What a box costs, as its control group accounts for it: processes that came and went are in it too. */
export interface BoxCost {
  /** Processor time of everything in the box since it began, milliseconds. */
  cpuMs(): Promise<number>;
  /** The processes in the box right now. */
  pids(): Promise<readonly number[]>;
}

/** Finds the control group of a box; throws where there is no cgroup2 to ask. */
export async function findBoxCost(host: SandboxHost): Promise<BoxCost> {
  if (host.rootDirectory === null) throw new Error('only a box has a control group of its own');
  const process1 = path.dirname(host.rootDirectory);
  const group = /^0::(.+)$/m.exec(await readFile(path.join(process1, 'cgroup'), 'utf8'))?.[1];
  const mounted = /^\S+ (\S+) cgroup2 /m.exec(await readFile('/proc/mounts', 'utf8'))?.[1];
  if (group === undefined || mounted === undefined) throw new Error('there is no cgroup2 hierarchy to ask');
  const directory = path.join(mounted, group);
  const space = await readlink(path.join(process1, 'ns/pid'));
  return {
    async cpuMs() {
      const microseconds = /^usage_usec (\d+)$/m.exec(await readFile(path.join(directory, 'cpu.stat'), 'utf8'))?.[1];
      if (microseconds === undefined) throw new Error('the control group does not tell its processor time');
      return Number(microseconds) / 1000;
    },
    // Not by the control group: what a test runs in a box enters its name spaces only.
    async pids() {
      const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
      // A process that has ended meanwhile has no name space any more.
      const spaces = await Promise.all(names.map((name) => readlink(`/proc/${name}/ns/pid`).catch(() => null)));
      return names.filter((_, index) => spaces[index] === space).map(Number);
    },
  };
}

/** Proportional set size of these processes, bytes; one that has ended meanwhile counts nothing. */
export async function memoryBytes(pids: readonly number[]): Promise<number> {
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
      return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
    }),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
