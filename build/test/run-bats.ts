import { spawnSync } from 'node:child_process';

/** Runs the bats suites and prints TAP; npm links no `bats` command, so it is called by its path. */
if (process.platform === 'win32') {
  console.log('1..1\nok 1 remote scripts # skip they run on Linux hosts; bash is not at hand on Windows');
} else {
  const args = [
    'node_modules/bats/bin/bats',
    '--formatter',
    'tap',
    '--recursive',
    ...process.argv.slice(2),
    'tests/remote',
  ];
  const { status, error } = spawnSync('bash', args, { stdio: 'inherit' });
  if (error !== undefined) throw error;
  process.exitCode = status ?? 1;
}
