import type { Clock } from '../../core/ports.ts';

/** What `work` comes to; null when it fails, or takes longer than `limitMs`. For what a page may do or leave undone. */
export function inTime<T>(clock: Clock, limitMs: number, work: Promise<T>): Promise<T | null> {
  return new Promise((resolve) => {
    const callOff = clock.after(limitMs, () => resolve(null));
    work.then(
      (value) => {
        callOff();
        resolve(value);
      },
      () => {
        callOff();
        resolve(null);
      },
    );
  });
}
