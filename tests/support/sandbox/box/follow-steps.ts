import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The one-word lines that a process prints while it brings a box up. */
export interface Steps {
  /** Resolves when the line was printed; rejects when the process ended before. */
  reached(step: string): Promise<void>;
  /** Stops following, and lets this process end although the other runs. */
  detach(): void;
}

/** Follows the steps that init.bash prints. */
export function followSteps(leash: ChildProcess): Steps {
  if (leash.stdout === null) throw new Error('The box has no standard output to follow');
  const lines = createInterface({ input: leash.stdout });
  const steps = new Map<string, PromiseWithResolvers<void>>();
  const stepOf = (name: string) => {
    const step = steps.get(name) ?? Promise.withResolvers<void>();
    steps.set(name, step);
    return step;
  };
  lines.on('line', (line) => stepOf(line).resolve());
  const { promise: ended, reject } = Promise.withResolvers<never>();
  // It is heard where a step is waited for; after the last step its end is no failure.
  ended.catch(() => {});
  leash.once('error', reject);
  leash.once('exit', (code, signal) => reject(new Error(`its first process ended with ${signal ?? code}`)));
  return {
    reached: (step) => Promise.race([stepOf(step).promise, ended]),
    detach: () => {
      lines.close();
      leash.stdout?.destroy();
      leash.unref();
    },
  };
}
