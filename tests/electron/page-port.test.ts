import { describe, expect, it } from 'vitest';
import { REQUEST_CHANNEL } from '../../main/electron/page/page-channel.ts';
import { servePagePorts } from '../../main/electron/page/page-port.ts';
import type { Channel } from '../../main/transport/channel.ts';
import { ipcMain } from './double/ipc.ts';

const channels: Channel[] = [];
const refused: string[] = [];
const closed: number[] = [];
const ports = servePagePorts(
  (channel) => {
    const place = channels.push(channel) - 1;
    channel.onClose(() => closed.push(place));
  },
  (url) => refused.push(url),
);

const ask = (id: number) => {
  const senderFrame = { url: 'app://berth/', parent: null, postMessage: () => undefined };
  ipcMain.emit(REQUEST_CHANNEL, { sender: { id } as never, senderFrame });
};

describe('the port of a page', () => {
  it('is given to a known window only, and the earlier one ends when it is asked for again', () => {
    ask(7);
    expect([channels.length, refused]).toEqual([0, ['app://berth/']]);
    ports.trust(7);
    ask(7);
    expect([channels.length, closed]).toEqual([1, []]);
    ask(7);
    expect([channels.length, closed]).toEqual([2, [0]]);
  });

  it('ends with the window, and none is given after that', () => {
    ports.forget(7);
    expect(closed).toEqual([0, 1]);
    ask(7);
    expect([channels.length, refused.length]).toEqual([2, 2]);
  });
});
