import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Follows the one-word lines that init.bash prints. */
export function followSteps(leash: ChildProcess) {
  if (leash.stdout === null) throw new Error('The box has no standard output to follow');
  const lines = createInterface({ input: leash.stdout });
  const seen = new Set<string>();
  let isOver: Error | null = null;
  const waiting = new Set<() => void>();
  const look = () => {
    for (const check of waiting) check();
  };
  lines.on('line', (line) => {
    seen.add(line);
    look();
  });
  const end = (reason: string) => {
    isOver = new Error(reason);
    look();
  };
  leash.once('error', (error) => end(error.message));
  leash.once('exit', (code, signal) => end(`its first process ended with ${signal ?? code}`));
  return {
    reached: (step: string) =>
      new Promise<void>((resolve, reject) => {
        const check = () => {
          if (!seen.has(step) && isOver === null) return;
          waiting.delete(check);
          if (seen.has(step)) resolve();
          else reject(isOver);
        };
        waiting.add(check);
        check();
      }),
    /** Lets this process end although the box runs. */
    detach: () => {
      lines.close();
      leash.stdout?.destroy();
      leash.unref();
    },
  };
}
