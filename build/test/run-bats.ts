import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { codeServerCommand } from '../../tests/support/sandbox/code-server/code-server-build.ts';
import { ensureCodeServer } from '../../tests/support/sandbox/code-server/ensure-code-server.ts';
import { tapAgain } from './counts.ts';
import { tapFailures } from './failures.ts';
import { type LimitedRun, runLimited } from './run-limited.ts';

const suites = 'tests/remote';

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

/** How bats is begun: all tests use the same ports, so files run beside each other only where each has a loopback of its own. */
type Launcher = readonly [program: string, ...args: string[]];
const plainly: Launcher = ['bash', 'node_modules/bats/bin/bats'];
const inNetworkOfItsOwn: Launcher = [
  'unshare',
  '--net',
  'bash',
  '-c',
  'ip link set lo up && exec bash node_modules/bats/bin/bats "$@"',
  'bats',
];

const minuteMs = 60_000;

/** Runs bats, called by its path because npm links no `bats` command. */
const runBats = (launcher: Launcher, args: readonly string[], env: NodeJS.ProcessEnv, limitMs: number) =>
  runLimited({ command: [...launcher, '--formatter', 'tap', ...args], env, limitMs });

/** Mostly they wait, so that two cores carry more than two. */
const laneCount = 3;

/** Runs all files, the long ones first, and prints each file's results when it is done. */
async function runFiles(env: NodeJS.ProcessEnv): Promise<LimitedRun> {
  const files = readdirSync(suites)
    .filter((name) => name.endsWith('.bats'))
    .map((name) => path.join(suites, name))
    .sort((one, other) => statSync(other).size - statSync(one).size);
  const waiting = [...files];
  const runs: LimitedRun[] = [];
  const lane = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const run = await runBats(inNetworkOfItsOwn, [file], env, 10 * minuteMs);
      process.stdout.write(`# ${file}\n${run.output}`);
      runs.push(run);
    }
  };
  await Promise.all(Array.from({ length: laneCount }, lane));
  return {
    status: Math.max(...runs.map(({ status }) => status)),
    output: runs.map(({ output }) => output).join(''),
  };
}

function hasNetworksOfItsOwn(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  return spawnSync('unshare', ['--net', 'ip', 'link', 'set', 'lo', 'up']).status === 0;
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
    const env = {
      ...process.env,
      ...(codeServer === null ? {} : { BERTH_TEST_CODE_SERVER: codeServer }),
    };
    const flags = process.argv.slice(2);
    const all = async (more: readonly string[], limitMs: number) => {
      const run = await runBats(plainly, [...more, suites], env, limitMs);
      process.stdout.write(run.output);
      return run;
    };
    const first = flags.length === 0 && hasNetworksOfItsOwn() ? await runFiles(env) : await all(flags, 60 * minuteMs);
    const failed = tapFailures(first.output).map(({ name }) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    if (first.status === 0 || failed.length === 0 || failed.length > mostRepeated) return first.status;
    console.log(tapAgain);
    return (await all(['--filter', `^(${failed.join('|')})$`], 10 * minuteMs)).status;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

process.exitCode = await main();
