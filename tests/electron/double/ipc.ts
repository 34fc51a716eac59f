import { EventEmitter } from 'node:events';
import type { MessagePortMain } from './message-port.ts';
import type { WebContents } from './web-contents.ts';

/** The frame a message came from. */
export interface FrameDouble {
  readonly url: string;
  readonly parent: FrameDouble | null;
  postMessage(channel: string, message: unknown, transfer?: MessagePortMain[]): void;
}

export interface IpcMainEvent {
  readonly sender: WebContents;
  readonly senderFrame: FrameDouble | null;
}

/** Messages of every preload; like Electron it hears everybody. */
export const ipcMain: EventEmitter<Record<string, [event: IpcMainEvent, ...values: unknown[]]>> = new EventEmitter();
