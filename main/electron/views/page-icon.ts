import type { WebContents } from '#electron';
import { longestViewIcon } from '../../contract/views.ts';

/** Edge of an icon, pixels: sharp on a screen of two pixels per point. */
export const iconEdge = 32;
/** A world of its own, so that the page's scripts change nothing of what runs there. 999 is Electron's. */
const iconWorld = 1009;
/** Longest address that is tried; one may be a `data:` address. */
const longestAddress = 64 * 1024;
const prefix = 'data:image/png;base64,';

/**
 * Runs in the page: its icon is decoded and drawn where it came from, in the sandbox. One from elsewhere is drawn only when
 * its server agrees, as every picture whose pixels are read.
 */
const drawIcon = `async (address, edge) => {
  try {
    const image = new Image();
    image.crossOrigin = 'anonymous';
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = edge;
    const [across, down] = [image.naturalWidth || edge, image.naturalHeight || edge];
    const scale = edge / Math.max(across, down);
    const [width, height] = [across * scale, down * scale];
    canvas.getContext('2d').drawImage(image, (edge - width) / 2, (edge - height) / 2, width, height);
    return canvas.toDataURL('image/png');
  } catch {
    return null;
  }
}`;

/**
 * The icon at `address` as a small PNG, drawn by the page itself: nothing of it is decoded outside of the page's sandbox
 * before it has this form. Null when it cannot be had.
 */
export async function pageIcon(contents: WebContents, address: string): Promise<string | null> {
  if (address.length > longestAddress) return null;
  const code = `(${drawIcon})(${JSON.stringify(address)}, ${iconEdge})`;
  const answer: unknown = await contents.executeJavaScriptInIsolatedWorld(iconWorld, [{ code }]);
  return isIcon(answer) ? answer : null;
}

/** Whether it is what `drawIcon` makes; a page whose process was taken over may answer anything. */
export function isIcon(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > longestViewIcon || !value.startsWith(prefix)) return false;
  const base64 = value.slice(prefix.length);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return false;
  const bytes = Buffer.from(base64, 'base64');
  const isPng = bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  const hasHeader = bytes.length > 24 && bytes.toString('latin1', 12, 16) === 'IHDR';
  return isPng && hasHeader && bytes.readUInt32BE(16) === iconEdge && bytes.readUInt32BE(20) === iconEdge;
}
