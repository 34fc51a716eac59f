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
 * Runs a program in a process group of its own and returns what it printed. A test that failed may leave something behind that holds
 * the pipe open for ever; past its limit all of the group is killed, and the output ends in a line of TAP that says so.
 */
export async function runLimited({ command, env, limitMs }: LimitedCommand): Promise<LimitedRun> {
  const [program, ...args] = command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], env, detached: true });
  const chunks: Buffer[] = [];
  let isOver = false;
  const end = () => {
    // It may be that only what it started is left, or what left its group and holds the pipe.
    if (child.pid !== undefined) killGroup(child.pid);
    child.stdout.destroy();
  };
  const endBoth = () => {
    end();
    process.exit(1);
  };
  // A group of its own does not hear Ctrl-C.
  process.once('SIGINT', endBoth).once('SIGTERM', endBoth);
  const timer = setTimeout(() => {
    isOver = true;
    end();
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
    process.off('SIGINT', endBoth).off('SIGTERM', endBoth);
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
