import type { ClientChannel } from 'ssh2';

/** ssh2 announces 2 MiB and never more: at a round trip of 50 ms that is 40 MB/s at best, whatever the line could do. */
const initialWindowBytes = 2 * 1024 * 1024;
/** A line of 2 Gbit/s needs 12 MiB at 50 ms. A reader that stalls may make us hold this much. */
const maxWindowBytes = 16 * 1024 * 1024;

/** The parts of an ssh2 1.17 channel that its types leave out; the package is pinned to that version. */
interface ChannelInternals {
  readonly incoming: { window: number; readonly state: string };
  readonly outgoing: { readonly id: number };
  readonly _client: { readonly _protocol: { channelWindowAdjust(recipient: number, amountBytes: number): void } };
}

/**
 * Lets the host send further ahead on a channel that carries much: the window grows with the bytes received so far, from
 * 2 to 16 MiB. Call the returned function for each chunk that was taken without the reader lagging behind.
 */
export function widenWindow(channel: ClientChannel): (chunkBytes: number) => void {
  const { incoming, outgoing, _client } = channel as unknown as ChannelInternals;
  let receivedBytes = 0;
  return (chunkBytes) => {
    receivedBytes += chunkBytes;
    const targetBytes = Math.min(maxWindowBytes, receivedBytes);
    // Told in halves, so that the host is not sent an adjustment for every packet.
    if (targetBytes <= initialWindowBytes || incoming.window > targetBytes / 2 || incoming.state !== 'open') return;
    const moreBytes = targetBytes - incoming.window;
    incoming.window += moreBytes;
    _client._protocol.channelWindowAdjust(outgoing.id, moreBytes);
  };
}
