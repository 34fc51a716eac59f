import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { runInside } from './run-inside.ts';

/** Plants processes that do nothing, so that the host is as full as a busy server; they go with the stack. */
export async function plantIdleProcesses(host: SandboxHost, count: number, stack: AsyncDisposableStack): Promise<void> {
  const plant = `for ((i = 0; i < ${count}; i++)); do sleep infinity </dev/null >/dev/null 2>&1 & echo $!; done`;
  const pids = (await runInside(host, plant)).trim().split('\n');
  if (pids.length !== count) throw new Error(`${pids.length} of ${count} idle processes were planted`);
  stack.defer(async () => void (await runInside(host, `kill ${pids.join(' ')}`)));
}
