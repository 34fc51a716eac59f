import { arch, availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';

/** The machine a run was made on; figures of different machines are not to be compared. */
export function describeMachine() {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    memoryBytes: totalmem(),
    kernel: release(),
    architecture: arch(),
    node: process.version,
    loadOneMinute: loadavg()[0] ?? 0,
  };
}

/** One line for the head of a report. */
export function formatMachine(machine: ReturnType<typeof describeMachine>): string {
  const { cores, processor, memoryBytes, kernel, architecture, node, loadOneMinute } = machine;
  const memory = `${(memoryBytes / 2 ** 30).toFixed(0)} GiB`;
  return `${cores} cores (${processor}), ${memory}, Linux ${kernel} ${architecture}, Node ${node}, load ${loadOneMinute.toFixed(1)}`;
}
