import { onTestFinished } from 'vitest';

/** Longer than any of them takes on a busy machine. */
const patienceMs = 20_000;

/** What a terminal printed so far, for a test that waits for words in it. */
export interface Screen {
  text(): string;
  /** Resolves with all that was printed once `words` are in it, and rejects when the terminal ends before. */
  until(words: string | RegExp, fromLength?: number): Promise<string>;
  /** Resolves with all that was printed when it is over. */
  readonly over: Promise<string>;
}

/** Reads a terminal to its end. */
export function readScreen(output: AsyncIterable<Uint8Array>): Screen {
  let text = '';
  let isOver = false;
  let isLeft = false;
  const waiting = new Set<() => void>();
  const look = () => {
    for (const check of [...waiting]) check();
  };
  const read = async () => {
    try {
      for await (const bytes of output) {
        text += Buffer.from(bytes).toString('utf8');
        look();
      }
    } catch (error) {
      // A link that a test cuts ends its streams by an error.
      if (!isLeft && !(error instanceof Error)) throw error;
    }
    isOver = true;
    look();
    return text;
  };
  const over = read();
  onTestFinished(() => {
    isLeft = true;
  });
  return {
    text: () => text,
    over,
    until: (words, fromLength = 0) =>
      new Promise((resolve, reject) => {
        const settle = (action: () => void) => {
          waiting.delete(check);
          clearTimeout(timer);
          action();
        };
        const giveUp = (why: string) =>
          settle(() => reject(new Error(`the terminal ${why} without ${words}: ${JSON.stringify(text.slice(-2000))}`)));
        const check = () => {
          const seen = text.slice(fromLength);
          if (typeof words === 'string' ? seen.includes(words) : words.test(seen)) settle(() => resolve(text));
          else if (isOver) giveUp('ended');
        };
        const timer = setTimeout(() => giveUp(`goes on for ${patienceMs} ms`), patienceMs);
        waiting.add(check);
        check();
      }),
  };
}
