import { randomUUID } from 'node:crypto';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { app, type BrowserWindow, type DownloadItem, shell } from '#electron';
import { fail, succeed } from '../../contract/failure.ts';
import type { Download } from '../../contract/surroundings.ts';
import { plainText } from './plain-text.ts';

/** More are nobody's to look through; the oldest finished ones are forgotten. */
const listedMost = 50;
/** Bytes arrive more often than anybody reads; between two tellings, milliseconds. */
const tellEveryMs = 250;

const endStates = { completed: 'done', cancelled: 'cancelled', interrupted: 'failed' } as const;

interface Followed {
  readonly item: DownloadItem;
  readonly download: Download;
}

/** Files on their way to this machine. One that is called off in its dialog is never listed. */
export class Downloads {
  readonly #nowMs: () => number;
  readonly #followed = new Map<string, Followed>();
  readonly #listeners = new Set<(downloads: readonly Download[]) => void>();
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Tells all, the latest first, and again when one changes; the returned function ends that. */
  follow(listener: (downloads: readonly Download[]) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#listed());
    return () => this.#listeners.delete(listener);
  }

  async change(id: string, action: 'show' | 'cancel' | 'forget') {
    const found = this.#followed.get(id);
    if (found === undefined) return notListed();
    const { item, download } = found;
    if (action === 'cancel' && download.state === 'running') item.cancel();
    if (action === 'forget' && download.state !== 'running') {
      this.#followed.delete(id);
      this.#tell(true);
    }
    if (action !== 'show') return succeed({});
    const file = item.getSavePath();
    try {
      await access(file);
    } catch {
      return fail('unavailable', 'input', `${download.name} is not where it was saved.`, 'Download it again.');
    }
    shell.showItemInFolder(file);
    return succeed({});
  }

  /** Follows one from its beginning to its end. */
  take(item: DownloadItem): void {
    const id = randomUUID();
    let isBroken = false;
    const update = (state: Download['state']) => {
      const file = item.getSavePath();
      // Before it is chosen where to, nothing is saved that could be shown.
      if (file === '') return;
      const isNew = !this.#followed.has(id);
      const known = item.getTotalBytes();
      const received = item.getReceivedBytes();
      const download: Download = {
        id,
        name: plainText(path.basename(file), 200),
        state,
        receivedBytes: received,
        totalBytes: known > 0 ? known : null,
      };
      this.#followed.set(id, { item, download });
      this.#forgetOldest();
      this.#tell(isNew || state !== 'running');
    };
    item.on('updated', (_event, state) => {
      // Whatever interrupted it, nothing here could make it go on.
      isBroken = state === 'interrupted';
      if (isBroken) item.cancel();
      else update('running');
    });
    item.once('done', (_event, state) => update(isBroken ? 'failed' : endStates[state]));
  }

  #listed(): readonly Download[] {
    return [...this.#followed.values()].map(({ download }) => download).reverse();
  }

  #forgetOldest(): void {
    const ended = [...this.#followed].filter(([, { download }]) => download.state !== 'running');
    const excessCount = this.#followed.size - listedMost;
    for (const [id] of ended.slice(0, Math.max(0, excessCount))) this.#followed.delete(id);
  }

  #tell(isUrgent: boolean): void {
    const nowMs = this.#nowMs();
    if (!isUrgent && nowMs - this.#toldAtMs < tellEveryMs) return;
    this.#toldAtMs = nowMs;
    const downloads = this.#listed().slice(0, listedMost);
    for (const listener of this.#listeners) listener(downloads);
  }
}

/** Follows what the pages of every session download; call it before there is one. */
export function watchDownloads(nowMs: () => number = Date.now): Downloads {
  const downloads = new Downloads(nowMs);
  app.on('session-created', (created) => created.on('will-download', (_event, item) => downloads.take(item)));
  return downloads;
}

/** Shows at the icon in the taskbar how far they are. */
export function showProgress(window: BrowserWindow, downloads: Downloads): void {
  const stop = downloads.follow((all) => window.setProgressBar(shareOf(all)));
  window.on('closed', stop);
}

/** How far all running ones are together, 0 to 1; -1 is none, and more than 1 is nobody knows. */
function shareOf(downloads: readonly Download[]): number {
  const running = downloads.filter(({ state }) => state === 'running');
  if (running.length === 0) return -1;
  if (running.some(({ totalBytes }) => totalBytes === null)) return 2;
  const sum = (pick: (download: Download) => number) => running.reduce((total, one) => total + pick(one), 0);
  return Math.min(1, sum(({ receivedBytes }) => receivedBytes) / sum(({ totalBytes }) => totalBytes ?? 0));
}

const notListed = () =>
  fail('unavailable', 'input', 'This download is not in the list any more.', 'Look into the folder of your downloads.');
