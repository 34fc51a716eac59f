import type { LogItem } from '../../../main/contract/logs.ts';
import { type Problem, toProblem } from '../../api/problem.ts';

/** Reads a stream to its end, which the log of a past run has. */
export function readOnce(
  ask: (signal: AbortSignal) => AsyncIterable<LogItem>,
  take: (item: LogItem, isFirst: boolean) => void,
  onProblem: (problem: Problem) => void,
): () => void {
  const controller = new AbortController();
  const run = async () => {
    let isFirst = true;
    try {
      for await (const item of ask(controller.signal)) {
        if (controller.signal.aborted) return;
        take(item, isFirst);
        isFirst = false;
      }
      if (isFirst && !controller.signal.aborted) take({ type: 'text', text: '', isNew: true }, true);
    } catch (thrown) {
      if (!controller.signal.aborted) onProblem(toProblem(thrown));
    }
  };
  void run();
  return () => controller.abort();
}
