import type { Channel } from './channel.ts';
import { ChannelEvents } from './channel-events.ts';
import { parseWireMessage } from './wire.ts';

/** A DOM MessagePort or one of node:worker_threads. */
export interface EventTargetPort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: () => void): void;
  start(): void;
  close(): void;
}

/** Electron's MessagePortMain, which is an event emitter whose `message` carries an event. */
export interface EmitterPort {
  postMessage(message: unknown): void;
  on(type: 'message', listener: (event: { readonly data: unknown }) => void): unknown;
  on(type: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

/** A channel over a message port of any of the three kinds. What arrives is checked; a stranger's message closes it. */
export function messagePortChannel(port: EventTargetPort | EmitterPort): Channel {
  const events = new ChannelEvents();
  const close = () => {
    port.close();
    events.close();
  };
  const receive = (event: { readonly data: unknown }) => {
    const message = parseWireMessage(event.data);
    if (message === null) close();
    else events.message(message);
  };
  if ('addEventListener' in port) {
    port.addEventListener('message', receive);
    port.addEventListener('close', () => events.close());
  } else {
    port.on('message', receive);
    port.on('close', () => events.close());
  }
  port.start();
  return {
    send(message) {
      if (!events.isClosed) port.postMessage(message);
    },
    onMessage: (listener) => events.onMessage(listener),
    onClose: (listener) => events.onClose(listener),
    close,
  };
}
