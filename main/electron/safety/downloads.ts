import { join } from 'node:path';
import type { Session } from '#electron';
import { app } from '#electron';

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

/** Every download of an editor asks where to; nothing is opened afterwards. */
export function askForDownloads(session: Session): void {
  session.on('will-download', (_event, item) => {
    const defaultPath = join(app.getPath('downloads'), safeDownloadName(item.getFilename()));
    item.setSaveDialogOptions({ defaultPath, properties: ['showOverwriteConfirmation'] });
  });
}

/** The app's own page has nothing to download. */
export function refuseDownloads(session: Session): void {
  session.on('will-download', (event) => {
    event.preventDefault();
  });
}
