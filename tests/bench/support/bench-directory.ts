import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A scratch folder that goes with the benchmark. The path is short: control sockets may not be longer than 107 bytes. */
export async function benchDirectory(stack: AsyncDisposableStack): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'berth-bench-'));
  stack.defer(() => rm(directory, { recursive: true, force: true }));
  return directory;
}
