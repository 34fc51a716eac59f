import type { Channel } from '../../main/transport/channel.ts';
import { messagePortChannel } from '../../main/transport/message-port.ts';
import { openWebSocketChannel } from '../../main/transport/web-socket.ts';

/** The only thing the desktop's preload exposes. */
interface DesktopBridge {
  requestPort(): void;
}

/** Data of the window message that brings the desktop's port; said so in `main/electron/page-channel.ts`. */
const portMessage = 'berth-port';

/** Opens a channel to the shell this page runs in: a message port on the desktop, a WebSocket in a browser. */
export function openChannel(): Promise<Channel> {
  const bridge = (window as { readonly berth?: DesktopBridge }).berth;
  return bridge === undefined ? openSocket() : receivePort(bridge);
}

function openSocket(): Promise<Channel> {
  const address = new URL('api', document.baseURI);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return openWebSocketChannel(new WebSocket(address));
}

function receivePort(bridge: DesktopBridge): Promise<Channel> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent<unknown>) => {
      const [port] = event.ports;
      // Only this window itself may hand over a port; an editor's frame may not.
      if (event.source !== window || event.data !== portMessage || port === undefined) return;
      window.removeEventListener('message', receive);
      resolve(messagePortChannel(port));
    };
    window.addEventListener('message', receive);
    bridge.requestPort();
  });
}
