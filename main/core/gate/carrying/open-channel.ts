import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { ChannelRefusedError, LinkLostError } from '../../ssh/link.ts';
import type { ChannelSource } from '../gate.ts';
import { asSocket, closeChannel } from './channel-socket.ts';

/** VS Code gives up an attempt to connect after 30 s. */
const upgradePatienceMs = 25_000;

/** How asking for a channel ended. */
export type OpenedChannel =
  | { readonly kind: 'open'; readonly channel: Duplex }
  /** There is no link to the host right now. */
  | { readonly kind: 'link-down' }
  /** The host is there; what should answer on it is not. */
  | { readonly kind: 'refused' }
  /** The host lets this user reach nothing through its link. */
  | { readonly kind: 'forbidden' }
  /** Whoever asked went away. */
  | { readonly kind: 'gone' };

/**
 * Opens one channel for one request; `isFresh` as the target takes it. `signal` aborts when the browser goes away; a channel
 * that comes later is closed.
 */
export async function openChannel(
  target: ChannelSource,
  isFresh: boolean,
  signal: AbortSignal,
  logger: Logger,
): Promise<OpenedChannel> {
  if (signal.aborted) return { kind: 'gone' };
  const gone = new Promise<OpenedChannel>((resolve) => {
    signal.addEventListener('abort', () => resolve({ kind: 'gone' }), { once: true });
  });
  const opened = target.openChannel(isFresh).then(
    (duplex): OpenedChannel => {
      const channel = asSocket(duplex, logger);
      // A channel that is over before it is used will not tell so again: its close has been told already.
      const isUsable = channel.readable && !channel.destroyed;
      if (isUsable && !signal.aborted) return { kind: 'open', channel };
      closeChannel(channel);
      return { kind: signal.aborted ? 'gone' : 'refused' };
    },
    (error: unknown): OpenedChannel => {
      logger.debug({ err: error }, 'no channel to what the gate carries');
      return { kind: kindOf(error) };
    },
  );
  return Promise.race([opened, gone]);
}

function kindOf(error: unknown): 'link-down' | 'forbidden' | 'refused' {
  if (error instanceof LinkLostError) return 'link-down';
  return error instanceof ChannelRefusedError && error.reason === 'prohibited' ? 'forbidden' : 'refused';
}

/**
 * A fresh one for a WebSocket, which is not asked for twice and is kept waiting while the link is being brought up: VS Code waits longer after each
 * refusal, and so a tab would stand still for up to half a minute after the link is back.
 */
export async function openChannelPatiently(
  target: ChannelSource,
  signal: AbortSignal,
  logger: Logger,
): Promise<OpenedChannel> {
  const opened = await openChannel(target, true, signal, logger);
  const { whenReachable } = target;
  if (opened.kind !== 'link-down' || whenReachable === undefined) return opened;
  const gone = new Promise<'gone'>((resolve) => {
    signal.addEventListener('abort', () => resolve('gone'), { once: true });
  });
  const outcome = await Promise.race([whenReachable(upgradePatienceMs), gone]);
  if (outcome === 'gone' || signal.aborted) return { kind: 'gone' };
  return outcome ? openChannel(target, true, signal, logger) : opened;
}
