import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import type { ChannelSource } from '../gate.ts';
import { closeChannel } from './channel-socket.ts';

const patienceMs = 3_000;

/** Whether the far end takes part in a TLS handshake. Nothing is sent to it besides, so whose certificate it shows does not matter. */
export async function speaksTls(source: ChannelSource, signal: AbortSignal): Promise<boolean> {
  const channel = await source.openChannel(true).catch(() => null);
  if (channel === null) return false;
  try {
    return await shakesHands(channel, AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]));
  } finally {
    closeChannel(channel);
  }
}

function shakesHands(channel: Duplex, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ socket: channel, servername: 'localhost', rejectUnauthorized: false });
    const end = (isTls: boolean) => {
      resolve(isTls);
      socket.destroy();
    };
    channel.on('error', () => end(false));
    channel.once('close', () => end(false));
    socket.once('secureConnect', () => end(true));
    // An alert is an answer in TLS, too: it wants a certificate of ours, for example.
    socket.on('error', (error: NodeJS.ErrnoException) => end(error.code?.includes('ALERT') === true));
    signal.addEventListener('abort', () => end(false), { once: true });
  });
}
