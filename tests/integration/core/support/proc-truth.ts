import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';

/** What `/proc` of a box says, read from outside of it: nothing runs there for it. */
export interface ProcTruth {
  /** A file below `/proc`; of the network that of process 1, `1/net/dev`. */
  read(file: string): string;
  /** The processes there are. */
  pids(): number[];
  /** A process by its `stat`; null when it is gone. */
  process(pid: number): ProcProcess | null;
  /** Proportional set size, bytes; 0 when it is gone. */
  proportionalBytes(pid: number): number;
  /** Busy and all ticks of all cores since the machine's start; a tick is 10 ms. */
  cpuTicks(): { readonly busy: number; readonly all: number };
  /** Share of the last ten seconds in which something waited for a core; null where the kernel does not tell. */
  cpuPressure(): number | null;
  /** Seconds since the machine's start. */
  uptimeSeconds(): number;
  /** A figure of `meminfo`, bytes. */
  memoryBytes(name: string): number;
  /** What an interface sent so far. */
  sentBytes(name: string): number;
}

/** What `/proc/<pid>/stat` says. */
export interface ProcProcess {
  readonly name: string;
  readonly parentPid: number;
  readonly startTicks: number;
  /** User and system time. */
  readonly cpuTicks: number;
  readonly residentBytes: number;
}

const pageBytes = 4096;

/** Reads the `/proc` of a box. */
export function procTruth({ rootDirectory }: SandboxHost): ProcTruth {
  if (rootDirectory === null) throw new Error('only a box has a /proc of its own');
  const directory = path.join(rootDirectory, 'proc');
  const read = (file: string) => readFileSync(path.join(directory, file), 'latin1');
  const readIfThere = (file: string) => {
    try {
      return read(file);
    } catch {
      return null;
    }
  };
  return {
    read,
    pids: () =>
      readdirSync(directory)
        .filter((name) => /^\d+$/.test(name))
        .map(Number),
    process(pid) {
      const text = readIfThere(`${pid}/stat`);
      if (text === null) return null;
      const end = text.lastIndexOf(')');
      const fields = text
        .slice(end + 2)
        .split(' ')
        .map(Number);
      const at = (index: number) => fields[index] ?? Number.NaN;
      return {
        name: text.slice(text.indexOf('(') + 1, end),
        parentPid: at(1),
        cpuTicks: at(11) + at(12),
        startTicks: at(19),
        residentBytes: at(21) * pageBytes,
      };
    },
    proportionalBytes: (pid) => {
      const text = readIfThere(`${pid}/smaps_rollup`) ?? '';
      return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
    },
    cpuTicks() {
      // user nice system idle iowait irq softirq steal
      const words = read('stat').split('\n', 1)[0]?.split(/\s+/).slice(1, 9).map(Number) ?? [];
      const all = words.reduce((sum, ticks) => sum + ticks, 0);
      return { all, busy: all - (words[3] ?? 0) - (words[4] ?? 0) };
    },
    cpuPressure() {
      const text = readIfThere('pressure/cpu');
      return text === null ? null : Number(/^some avg10=([\d.]+)/.exec(text)?.[1]) / 100;
    },
    uptimeSeconds: () => Number(read('uptime').split(' ')[0]),
    memoryBytes: (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(read('meminfo'))?.[1]) * 1024,
    sentBytes: (name) => Number(new RegExp(`^\\s*${name}:\\s*(?:\\d+\\s+){8}(\\d+)`, 'm').exec(read('1/net/dev'))?.[1]),
  };
}
