import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** How a program ended, and what it printed. */
export interface LimitedRun {
  readonly status: number;
  readonly output: string;
}

/** A program with its arguments, how long it may take, and its environment. */
export interface LimitedCommand {
  readonly command: readonly [program: string, ...args: string[]];
  readonly env: NodeJS.ProcessEnv;
  readonly limitMs: number;
}

/**
 * Runs a program in a process group of its own and returns what it printed. A test that failed may leave something behind that the
 * program waits for for ever; past its limit all of the group is killed, and the output ends in a line of TAP that says so.
 */
export async function runLimited({ command, env, limitMs }: LimitedCommand): Promise<LimitedRun> {
  const [program, ...args] = command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], env, detached: true });
  const chunks: Buffer[] = [];
  let isOver = false;
  const signal = (name: NodeJS.Signals) => {
    // Once its leader was collected, the group's id may be that of others.
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid, name);
  };
  // A group of its own does not hear Ctrl-C; each run that is going on is told, and takes down what its tests have built.
  const interrupt = () => signal('SIGINT');
  process.once('SIGINT', leave).once('SIGTERM', leave).once('exit', interrupt);
  const timer = setTimeout(() => {
    isOver = true;
    signal('SIGKILL');
    // What has left the group may hold the pipe still.
    child.stdout.destroy();
  }, limitMs);
  try {
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    const [status] = (await once(child, 'close')) as [number | null];
    const output = Buffer.concat(chunks).toString('utf8');
    if (!isOver) return { status: status ?? 1, output };
    const line = `not ok 0 ${[program, ...args].join(' ')} was ended after ${Math.round(limitMs / 1_000)} s\n`;
    return { status: 1, output: output === '' || output.endsWith('\n') ? output + line : `${output}\n${line}` };
  } finally {
    clearTimeout(timer);
    process.off('SIGINT', leave).off('SIGTERM', leave).off('exit', interrupt);
  }
}

function leave(): void {
  process.exit(1);
}
