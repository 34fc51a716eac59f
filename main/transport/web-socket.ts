import type { Channel } from './channel.ts';
import { ChannelEvents } from './channel-events.ts';
import { ChannelClosedError, FrameTooLargeError } from './errors.ts';
import { decodeFrame, encodeFrame, frameBytes } from './frame.ts';

/** What the browser's WebSocket and the one of `ws` have in common. */
export interface SocketLike {
  binaryType: string;
  readonly readyState: number;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
}

/** Most bytes a server takes in one frame; also its `maxPayload`. */
export const MAX_REQUEST_BYTES = 4 * 1024 * 1024;
/** Most bytes a server sends in one frame. */
export const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

const OPEN = 1;
const CODE_PROTOCOL_ERROR = 4400;

export interface WebSocketChannelOptions {
  /** A frame above this is not sent: `send` throws `FrameTooLargeError`. */
  readonly maxSendBytes: number;
}

/** A channel over a socket that is open. A frame that is none of ours closes it with code 4400. */
export function webSocketChannel(socket: SocketLike, { maxSendBytes }: WebSocketChannelOptions): Channel {
  const events = new ChannelEvents();
  socket.binaryType = 'arraybuffer';
  const close = (code?: number, reason?: string) => {
    socket.close(code, reason);
    events.close();
  };
  socket.addEventListener('message', ({ data }) => {
    const message = decodeFrame(data);
    if (message === null) close(CODE_PROTOCOL_ERROR, 'not a message of Berth');
    else events.message(message);
  });
  socket.addEventListener('close', () => events.close());
  // Both kinds tell `close` after every error; `ws` would throw without this listener.
  socket.addEventListener('error', () => undefined);
  return {
    send(message) {
      if (events.isClosed || socket.readyState !== OPEN) return;
      const frame = encodeFrame(message);
      const sizeBytes = frameBytes(frame);
      if (sizeBytes > maxSendBytes) throw new FrameTooLargeError(sizeBytes, maxSendBytes);
      socket.send(frame);
    },
    onMessage: (listener) => events.onMessage(listener),
    onClose: (listener) => events.onClose(listener),
    close: () => close(),
  };
}

/** Waits until a client's socket is open; rejects with `ChannelClosedError` when it cannot be. */
export function openWebSocketChannel(socket: SocketLike): Promise<Channel> {
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(webSocketChannel(socket, { maxSendBytes: MAX_REQUEST_BYTES })));
    socket.addEventListener('error', () => reject(new ChannelClosedError()));
    socket.addEventListener('close', () => reject(new ChannelClosedError()));
  });
}
