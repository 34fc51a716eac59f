import { app, type BrowserWindow, nativeImage } from '#electron';

const sidePixels = 16;
const radiusPixels = 7.5;
/** The page's colour of what is bad, as the bytes of a bitmap: blue, green, red. */
const dotColor = [0x7f, 0x78, 0xf2] as const;

/** Shows how many alerts are raised where the system has the app's icon: a number, on Windows a dot. */
export function showBadge(window: BrowserWindow, count: number): void {
  if (process.platform !== 'win32') {
    app.setBadgeCount(count);
    return;
  }
  if (window.isDestroyed()) return;
  const words = count === 0 ? '' : count === 1 ? 'One alert' : `${count} alerts`;
  window.setOverlayIcon(count === 0 ? null : dot(), words);
}

function dot() {
  const bitmap = Buffer.alloc(sidePixels * sidePixels * 4);
  const center = (sidePixels - 1) / 2;
  for (let y = 0; y < sidePixels; y += 1) {
    for (let x = 0; x < sidePixels; x += 1) {
      const beyond = Math.hypot(x - center, y - center) - radiusPixels;
      // The edge fades over one pixel. Colours of a bitmap are multiplied by how opaque they are.
      const opacity = Math.min(1, Math.max(0, 0.5 - beyond));
      const place = (y * sidePixels + x) * 4;
      for (const [index, part] of dotColor.entries()) bitmap[place + index] = Math.round(part * opacity);
      bitmap[place + 3] = Math.round(255 * opacity);
    }
  }
  return nativeImage.createFromBitmap(bitmap, { width: sidePixels, height: sidePixels });
}
