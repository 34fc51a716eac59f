import { EventEmitter } from 'node:events';
import type { MenuDouble } from './system.ts';

/** A picture, as far as anybody asks: where it is from, or how large. */
export class NativeImageDouble implements Pick<Electron.NativeImage, 'isEmpty'> {
  readonly path: string | null;
  readonly bitmap: Buffer | null;

  constructor(path: string | null, bitmap: Buffer | null) {
    this.path = path;
    this.bitmap = bitmap;
  }
  isEmpty(): boolean {
    return this.path === null && this.bitmap === null;
  }
}

export const nativeImage = {
  createFromPath: (path: string) => new NativeImageDouble(path, null),
  createFromBitmap: (bitmap: Buffer, { width, height }: Electron.CreateFromBitmapOptions) => {
    if (bitmap.length !== width * height * 4) throw new Error('invalid buffer size');
    return new NativeImageDouble(null, bitmap);
  },
};

/** The icons in the tray, for tests to look at. */
export const trays: TrayDouble[] = [];

class TrayDouble
  extends EventEmitter<{ click: [] }>
  implements Pick<Electron.Tray, 'setToolTip' | 'destroy' | 'isDestroyed'>
{
  readonly image: NativeImageDouble;
  toolTip = '';
  menu: Electron.MenuItemConstructorOptions[] = [];
  #isDestroyed = false;

  constructor(image: NativeImageDouble) {
    super();
    this.image = image;
    trays.push(this);
  }
  setToolTip(toolTip: string): void {
    this.#check();
    this.toolTip = toolTip;
  }
  setContextMenu(menu: MenuDouble | null): void {
    this.#check();
    this.menu = menu?.template ?? [];
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  destroy(): void {
    this.#isDestroyed = true;
    const place = trays.indexOf(this);
    if (place >= 0) trays.splice(place, 1);
  }
  #check(): void {
    if (this.#isDestroyed) throw new Error('Tray is destroyed');
  }
}

class NativeThemeDouble extends EventEmitter<{ updated: [] }> {
  /** What the system is set to. */
  isSystemDark = true;
  #source: Electron.NativeTheme['themeSource'] = 'system';

  get themeSource(): Electron.NativeTheme['themeSource'] {
    return this.#source;
  }
  set themeSource(source: Electron.NativeTheme['themeSource']) {
    this.#source = source;
    this.emit('updated');
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.isSystemDark : this.#source === 'dark';
  }
}

export const nativeTheme = new NativeThemeDouble();

/** Takes back what the process set up. */
export function endOutside(): void {
  nativeTheme.removeAllListeners();
  nativeTheme.themeSource = 'system';
  for (const tray of [...trays]) tray.destroy();
}

export { TrayDouble as Tray };
