import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codeServerCommand } from '../../tests/support/sandbox/code-server/code-server-build.ts';
import { ensureCodeServer } from '../../tests/support/sandbox/code-server/ensure-code-server.ts';
import { tapAgain } from './counts.ts';
import { tapFailures } from './failures.ts';

/** An executable that is the real code-server, for the tests that want it; null where it cannot be built. */
async function writeCodeServer(directory: string): Promise<string | null> {
  const build = await ensureCodeServer().catch((error: unknown) => {
    process.stderr.write(`Without the real code-server, its tests are skipped: ${String(error)}\n`);
    return null;
  });
  if (build === null) return null;
  const file = path.join(directory, 'code-server');
  writeFileSync(file, codeServerCommand(build.directory), { mode: 0o755 });
  return file;
}

/** More failures than this are no accident, and are not tried again. */
const mostRepeated = 3;

interface BatsRun {
  readonly status: number;
  readonly output: string;
}

/** Runs bats, called by its path because npm links no `bats` command; what it prints is shown and returned. */
async function runBats(flags: readonly string[], env: NodeJS.ProcessEnv): Promise<BatsRun> {
  const args = ['node_modules/bats/bin/bats', '--formatter', 'tap', '--recursive', ...flags, 'tests/remote'];
  const child = spawn('bash', args, { stdio: ['ignore', 'pipe', 'inherit'], env });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    process.stdout.write(chunk);
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return { status: status ?? 1, output: Buffer.concat(chunks).toString('utf8') };
}

/** Runs the bats suites and prints TAP; what failed is tried a second time, as the other levels with real parts do. */
async function main(): Promise<number> {
  if (process.platform === 'win32') {
    console.log('1..1\nok 1 remote scripts # skip they run on Linux hosts; bash is not at hand on Windows');
    return 0;
  }
  const directory = mkdtempSync(path.join(os.tmpdir(), 'berth-bats-'));
  try {
    const codeServer = process.platform === 'linux' ? await writeCodeServer(directory) : null;
    const env = { ...process.env, ...(codeServer === null ? {} : { BERTH_TEST_CODE_SERVER: codeServer }) };
    const first = await runBats(process.argv.slice(2), env);
    const failed = tapFailures(first.output).map(({ name }) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    if (first.status === 0 || failed.length === 0 || failed.length > mostRepeated) return first.status;
    console.log(tapAgain);
    return (await runBats(['--filter', `^(${failed.join('|')})$`], env)).status;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

process.exitCode = await main();
