/** What is needed to ask something again and again. */
export interface Polling {
  /** Pause between the end of one question and the next, milliseconds. */
  readonly everyMs: number;
  readonly task: () => Promise<void>;
  /** False while nobody looks; the question waits until `onVisible` fires. */
  readonly isVisible: () => boolean;
  readonly onVisible: (listener: () => void) => () => void;
  readonly after: (delayMs: number, action: () => void) => () => void;
}

/** Asks at once and then again and again, never twice at the same time, and not while the page is hidden. */
export function poll({ everyMs, task, isVisible, onVisible, after }: Polling): () => void {
  let isStopped = false;
  let isRunning = false;
  let cancel: () => void = () => undefined;
  const run = async () => {
    if (isStopped || isRunning || !isVisible()) return;
    isRunning = true;
    cancel();
    await task().finally(() => {
      isRunning = false;
    });
    if (!isStopped) cancel = after(everyMs, () => void run());
  };
  const unsubscribe = onVisible(() => void run());
  void run();
  return () => {
    isStopped = true;
    unsubscribe();
    cancel();
  };
}
