import type { TerminalItem } from '../../../contract/session-attach.ts';
import type { Clock } from '../../ports.ts';
import type { RemoteTerminal } from '../../remote/remote-terminal.ts';
import { pause } from '../../streams/pause.ts';
import type { View } from './view.ts';

/** One picture of a screen at 60 Hz; what comes within it is drawn together. */
const gatherMs = 16;
/** As much as is drawn without a pause that is felt. */
const mostBytes = 65_536;

/** Pieces of their own memory: to cross a boundary, a part of a buffer would take the whole of it along. */
function* pieces(bytes: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < bytes.length; at += mostBytes) yield new Uint8Array(bytes.subarray(at, at + mostBytes));
}

/** What came of the one reading that is under way, until it is taken. */
interface Heard {
  read: IteratorResult<Uint8Array> | null;
  fault: { readonly error: unknown } | null;
}

/**
 * What a shown view tells until its terminal ends or `signal` aborts: output at once when it comes after a rest, and gathered
 * for 16 ms when more of it follows. Nothing is read while nobody takes what was read.
 */
export async function* viewItems(
  view: View,
  terminal: RemoteTerminal,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<TerminalItem, void, void> {
  const reader = terminal.output[Symbol.asyncIterator]();
  const heard: Heard = { read: null, fault: null };
  let isReading = false;
  let wake = () => {};
  const call = () => wake();
  const begin = () => {
    if (isReading) return;
    isReading = true;
    reader
      .next()
      .then(
        (result) => {
          heard.read = result;
        },
        (error: unknown) => {
          heard.fault = { error };
        },
      )
      .finally(() => {
        isReading = false;
        wake();
      });
  };
  let gatheredAtMs = Number.NEGATIVE_INFINITY;
  view.onNews(call);
  signal.addEventListener('abort', call);
  try {
    while (!signal.aborted) {
      yield* view.takeNotices();
      if (heard.fault !== null) throw heard.fault.error;
      const taken = heard.read;
      if (taken === null) {
        const changed = new Promise<void>((resolve) => {
          wake = resolve;
        });
        begin();
        if (!signal.aborted) await changed;
        continue;
      }
      heard.read = null;
      if (taken.done === true) return;
      const sinceMs = clock.nowMs() - gatheredAtMs;
      const isAfterRest = sinceMs >= gatherMs || sinceMs < 0;
      if (!isAfterRest && taken.value.length < mostBytes) await pause(clock, gatherMs - sinceMs, signal);
      for (const bytes of pieces(taken.value)) yield { type: 'output', bytes };
      gatheredAtMs = clock.nowMs();
    }
  } finally {
    signal.removeEventListener('abort', call);
    view.onNews(() => {});
    terminal.close();
  }
}
