import { join } from 'node:path';
import { app, type DownloadItem, type Session } from '#electron';

/** Long enough for any real name, short enough for every file system together with a suffix. */
const NAME_LIMIT_BYTES = 200;

/** Names that mean a device on Windows, with any extension. */
const deviceName = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/**
 * The name a download is offered under: the last part only, no control or direction characters, no leading dot, nothing
 * a file system treats specially. A host chooses the name, so it is untrusted.
 */
export function safeDownloadName(name: string): string {
  const lastPart = name.split(/[/\\]/).at(-1) ?? '';
  const printable = lastPart
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  const short = shorten(printable, NAME_LIMIT_BYTES);
  return short === '' || deviceName.test(short) ? `download-${short}`.replace(/-$/, '') : short;
}

function shorten(name: string, limitBytes: number): string {
  const extension = /\.[a-z0-9]{1,10}$/i.exec(name)?.[0] ?? '';
  let stem = Array.from(name.slice(0, name.length - extension.length));
  while (Buffer.byteLength(stem.join('')) + extension.length > limitBytes) {
    stem = stem.slice(0, -1);
  }
  return stem.join('') + extension;
}

const asking = new WeakSet<Session>();

/** Every download of an editor asks where to; nothing is opened afterwards. A session asks once, however often it is told. */
export function askForDownloads(session: Session): void {
  if (asking.has(session)) return;
  asking.add(session);
  const offer = makeOffer();
  session.on('will-download', (event, item) => offer(event, item));
}

/** The app's own page saves texts that it made itself, logs and lists, and nothing else. */
export function askForOwnTexts(session: Session, ownOrigin: string): void {
  const offer = makeOffer();
  session.on('will-download', (event, item) => {
    if (item.getURL().startsWith(`blob:${ownOrigin}/`)) offer(event, item);
    else event.preventDefault();
  });
}

/** So long after a dialog was called off only a click of the user's opens another one, milliseconds. */
const quietMs = 5_000;

/**
 * Offers one at a time, and after one was called off none that no click began: a page could bury the user in dialogs
 * otherwise.
 */
function makeOffer(
  nowMs: () => number = Date.now,
): (event: Pick<Electron.Event, 'preventDefault'>, item: DownloadItem) => void {
  let isAsking = false;
  let calledOffAtMs = Number.NEGATIVE_INFINITY;
  return (event, item) => {
    if (isAsking || (!item.hasUserGesture() && nowMs() - calledOffAtMs < quietMs)) {
      event.preventDefault();
      return;
    }
    isAsking = true;
    const defaultPath = join(app.getPath('downloads'), safeDownloadName(item.getFilename()));
    item.setSaveDialogOptions({ defaultPath, properties: ['showOverwriteConfirmation'] });
    item.on('updated', () => {
      if (item.getSavePath() !== '') isAsking = false;
    });
    item.once('done', () => {
      isAsking = false;
      // Without a place there was no download, only a dialog.
      if (item.getSavePath() === '') calledOffAtMs = nowMs();
    });
  };
}
