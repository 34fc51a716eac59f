import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codeServerCommand } from '../../tests/support/sandbox/code-server/code-server-build.ts';
import { ensureCodeServer } from '../../tests/support/sandbox/code-server/ensure-code-server.ts';

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

/** Runs the bats suites and prints TAP; npm links no `bats` command, so it is called by its path. */
async function main(): Promise<number> {
  if (process.platform === 'win32') {
    console.log('1..1\nok 1 remote scripts # skip they run on Linux hosts; bash is not at hand on Windows');
    return 0;
  }
  const directory = mkdtempSync(path.join(os.tmpdir(), 'berth-bats-'));
  try {
    const codeServer = process.platform === 'linux' ? await writeCodeServer(directory) : null;
    const env = { ...process.env, ...(codeServer === null ? {} : { BERTH_TEST_CODE_SERVER: codeServer }) };
    const flags = ['--formatter', 'tap', '--recursive', ...process.argv.slice(2)];
    const { status, error } = spawnSync('bash', ['node_modules/bats/bin/bats', ...flags, 'tests/remote'], {
      stdio: 'inherit',
      env,
    });
    if (error !== undefined) throw error;
    return status ?? 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

process.exitCode = await main();
