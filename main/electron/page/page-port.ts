import { type IpcMainEvent, ipcMain, MessageChannelMain } from '#electron';
import type { Channel } from '../../transport/channel.ts';
import { messagePortChannel } from '../../transport/message-port.ts';
import { PORT_CHANNEL, REQUEST_CHANNEL } from './page-channel.ts';
import { isTrustedSender } from './trusted-senders.ts';

/** Where the app's pages may ask for their port. */
export interface PagePorts {
  /** Lets one window's page in; call it before the page is loaded. */
  trust(contentsId: number): void;
  /** Closes the window's port and trusts it no longer. */
  forget(contentsId: number): void;
}

/**
 * Hands one message port to each trusted page that asks, and its other end to `onChannel`. A page that asks again was
 * loaded again, so its earlier port is closed.
 */
export function servePagePorts(onChannel: (channel: Channel) => void, onRefusal: (url: string) => void): PagePorts {
  const channels = new Map<number, Channel>();
  const trusted = new Set<number>();
  ipcMain.on(REQUEST_CHANNEL, (event: IpcMainEvent) => {
    if (!isTrustedSender(event, trusted)) {
      onRefusal(event.senderFrame?.url ?? 'a frame that is gone');
      return;
    }
    const { port1, port2 } = new MessageChannelMain();
    channels.get(event.sender.id)?.close();
    const channel = messagePortChannel(port1);
    channels.set(event.sender.id, channel);
    onChannel(channel);
    event.senderFrame?.postMessage(PORT_CHANNEL, null, [port2]);
  });
  return {
    trust: (contentsId) => {
      trusted.add(contentsId);
    },
    forget: (contentsId) => {
      trusted.delete(contentsId);
      channels.get(contentsId)?.close();
      channels.delete(contentsId);
    },
  };
}
