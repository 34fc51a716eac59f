import type { Duplex } from 'node:stream';
import type { Clock } from '../ports.ts';

/** The next request of a page follows within this time; who is idle holds no channel open. */
const keepMs = 2_000;

/** An opened channel that nobody uses yet. */
interface Spare {
  readonly channel: Duplex;
  /** Stops watching it, so that it is as if it were just opened. */
  release(): void;
}

/**
 * Opens channels as `open` does, and after each one the next, so that requests in turn do not wait a round trip for a
 * channel each. One spare at most: closed after two seconds, and never used once its far end said anything or closed. That
 * may be under way, so whoever cannot ask again wants a fresh one.
 */
export function openAhead(open: () => Promise<Duplex>, clock: Clock): (isFresh: boolean) => Promise<Duplex> {
  let spare: Spare | null = null;
  let isOpening = false;

  function drop({ channel, release }: Spare): void {
    release();
    // Unread, a channel would never report its close.
    channel.destroy();
    channel.resume();
  }

  function keep(channel: Duplex): void {
    const dropIt = () => drop(kept);
    const callOff = clock.after(keepMs, dropIt);
    const kept: Spare = {
      channel,
      release: () => {
        callOff();
        channel.off('readable', dropIt).off('close', dropIt);
        if (spare === kept) spare = null;
      },
    };
    // An error is followed by `close`; nobody waits for this channel, so nobody is told.
    channel
      .on('error', () => {})
      .on('readable', dropIt)
      .on('close', dropIt);
    spare = kept;
  }

  async function prepare(): Promise<void> {
    if (spare !== null || isOpening) return;
    isOpening = true;
    try {
      keep(await open());
    } catch {
      // Whoever asks next opens a channel, and is told what is wrong.
    } finally {
      isOpening = false;
    }
  }

  return async (isFresh) => {
    const taken = isFresh ? null : spare;
    taken?.release();
    const isUsable = taken !== null && !taken.channel.destroyed && taken.channel.writable;
    const channel = isUsable ? taken.channel : await open();
    void prepare();
    return channel;
  };
}
