import { EventEmitter } from 'node:events';
import { stat } from 'node:fs/promises';
import type { Download } from '@playwright/test';
import { toElectron } from './addresses.ts';
import { system } from './system.ts';

type ItemEvents = {
  updated: [event: object, state: 'progressing' | 'interrupted'];
  done: [event: object, state: 'completed' | 'cancelled' | 'interrupted'];
};

/** A download of the real browser. Its dialog is answered by the test; without an answer the user cancels it. */
class DownloadItemDouble
  extends EventEmitter<ItemEvents>
  implements
    Pick<
      Electron.DownloadItem,
      'getFilename' | 'getURL' | 'getSavePath' | 'getTotalBytes' | 'getReceivedBytes' | 'hasUserGesture' | 'cancel'
    >
{
  /** What its dialog shows. */
  dialog: Electron.SaveDialogOptions = {};
  readonly #download: Download;
  #savePath = '';
  #receivedBytes = 0;
  #isCancelled = false;

  constructor(download: Download) {
    super();
    this.#download = download;
  }

  getFilename(): string {
    return this.#download.suggestedFilename();
  }
  getURL(): string {
    const url = this.#download.url();
    return url.startsWith('blob:') ? `blob:${toElectron(url.slice('blob:'.length))}` : toElectron(url);
  }
  getSavePath(): string {
    return this.#savePath;
  }
  hasUserGesture(): boolean {
    return system.hasUserGesture;
  }
  getTotalBytes(): number {
    return 0;
  }
  getReceivedBytes(): number {
    return this.#receivedBytes;
  }
  setSaveDialogOptions(options: Electron.SaveDialogOptions): void {
    this.dialog = options;
  }
  cancel(): void {
    this.#isCancelled = true;
    this.#download.cancel().catch(() => undefined);
  }

  /** The user chooses where to, or null for nowhere; resolves when the file is there. */
  async choose(savePath: string | null): Promise<void> {
    if (savePath === null) {
      this.cancel();
      this.emit('done', {}, 'cancelled');
      return;
    }
    this.#savePath = savePath;
    this.emit('updated', {}, 'progressing');
    try {
      await this.#download.saveAs(savePath);
      this.#receivedBytes = (await stat(savePath)).size;
      this.emit('done', {}, 'completed');
    } catch {
      this.emit('done', {}, this.#isCancelled ? 'cancelled' : 'interrupted');
    }
  }
}

export { DownloadItemDouble };
export type DownloadItem = DownloadItemDouble;
