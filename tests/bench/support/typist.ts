import { setTimeout as sleep } from 'node:timers/promises';

/** A terminal that somebody types into. */
export interface TypedTerminal {
  /** Calls the listener with all that it prints. */
  onOutput(listener: (bytes: Uint8Array) => void): void;
  type(bytes: Uint8Array): void;
}

/** No escape sequence of tmux ends in one of these, so that one that comes back is the one that was typed. */
const keys = ['j', 'q', 'v', 'w', 'x', 'y', 'z'];
/** Three hundred words a minute. */
const gapMs = 33;
const patienceMs = 10_000;

/** Types key after key as a quick typist does; how long each takes to come back, milliseconds. */
export async function typeKeys(terminal: TypedTerminal, count: number): Promise<number[]> {
  let hear: (text: string) => void = () => {};
  terminal.onOutput((bytes) => hear(Buffer.from(bytes).toString('latin1')));
  const samples: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const key = keys[index % keys.length] ?? 'x';
    await sleep(gapMs);
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    const giveUp = setTimeout(() => reject(new Error(`the key ${key} never came back`)), patienceMs);
    hear = (text) => {
      if (text.includes(key)) resolve(performance.now());
    };
    const typedAtMs = performance.now();
    terminal.type(Buffer.from(key));
    samples.push((await promise) - typedAtMs);
    clearTimeout(giveUp);
  }
  hear = () => {};
  return samples;
}

/** Resolves once the terminal printed a word. */
export function untilPrinted(terminal: TypedTerminal, word: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const giveUp = setTimeout(() => reject(new Error(`the terminal never printed ${word}`)), patienceMs);
  let text = '';
  terminal.onOutput((bytes) => {
    text += Buffer.from(bytes).toString('latin1');
    if (!text.includes(word)) return;
    clearTimeout(giveUp);
    resolve();
  });
  return promise;
}
