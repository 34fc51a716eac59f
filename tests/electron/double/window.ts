import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import type { NativeImageDouble } from './outside.ts';
import { type WebContents, WebContentsDouble, type WebPreferencesDouble } from './web-contents.ts';

type WindowEvents = {
  close: [event: Pick<Electron.Event, 'preventDefault'>];
  closed: [];
  'ready-to-show': [];
  focus: [];
  resize: [];
  'enter-full-screen': [];
  'leave-full-screen': [];
};

interface WindowOptionsDouble
  extends Pick<
    Electron.BrowserWindowConstructorOptions,
    'name' | 'windowStatePersistence' | 'width' | 'height' | 'minWidth' | 'minHeight' | 'show' | 'backgroundColor'
  > {
  readonly webPreferences?: WebPreferencesDouble;
}

class ViewDouble implements Pick<Electron.WebContentsView, 'setBounds' | 'getBounds' | 'setVisible' | 'getVisible'> {
  readonly #contents: WebContents;
  #bounds: Electron.Rectangle = { x: 0, y: 0, width: 0, height: 0 };
  #isVisible = true;

  constructor(options: { readonly webPreferences?: WebPreferencesDouble } = {}) {
    this.#contents = new WebContentsDouble(options.webPreferences ?? {});
  }
  /** A view forgets contents that are gone; Electron's types do not say so. */
  get webContents(): WebContents {
    return this.#contents.isDestroyed() ? (undefined as unknown as WebContents) : this.#contents;
  }
  setBounds(bounds: Electron.Rectangle): void {
    this.#bounds = bounds;
  }
  getBounds(): Electron.Rectangle {
    return this.#bounds;
  }
  /** What fills it where its page paints nothing. */
  background = '#ffffff';
  setBackgroundColor(color: string): void {
    this.background = color;
  }
  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
  }
  getVisible(): boolean {
    return this.#isVisible;
  }
}

const windows = new Set<WindowDouble>();

class WindowDouble
  extends EventEmitter<WindowEvents>
  implements
    Pick<
      Electron.BrowserWindow,
      | 'loadURL'
      | 'close'
      | 'destroy'
      | 'isDestroyed'
      | 'getContentBounds'
      | 'show'
      | 'focus'
      | 'isFocused'
      | 'isMinimized'
      | 'restore'
      | 'hide'
      | 'isVisible'
      | 'setBackgroundColor'
      | 'setProgressBar'
      | 'setFullScreen'
    >
{
  readonly webContents: WebContents;
  readonly options: WindowOptionsDouble;
  /** The views on it, lowest first. */
  readonly views: ViewDouble[] = [];
  isShown = false;
  focusCount = 0;
  #isDestroyed = false;

  readonly contentView = {
    /** One that is there already comes to the top. */
    addChildView: (view: ViewDouble) => {
      this.#leave(view);
      this.views.push(view);
    },
    removeChildView: (view: ViewDouble) => this.#leave(view),
  };

  constructor(options: WindowOptionsDouble = {}) {
    super();
    this.options = options;
    this.isShown = options.show ?? true;
    this.webContents = new WebContentsDouble(options.webPreferences ?? {});
    windows.add(this);
    app.windows.add(this);
  }

  #leave(view: ViewDouble): void {
    const place = this.views.indexOf(view);
    if (place >= 0) this.views.splice(place, 1);
  }

  static getAllWindows(): WindowDouble[] {
    return [...windows];
  }

  async loadURL(url: string): Promise<void> {
    await this.webContents.loadURL(url);
    this.emit('ready-to-show');
  }
  /** Where its content is; a test gives it another size by `resizeTo`. */
  #content: Electron.Size | null = null;
  getContentBounds(): Electron.Rectangle {
    const { width = 800, height = 600 } = this.#content ?? this.options;
    return { x: 0, y: 0, width, height };
  }
  resizeTo(width: number, height: number): void {
    this.#content = { width, height };
    this.emit('resize');
  }
  isFullScreen = false;
  get fullScreen(): boolean {
    return this.isFullScreen;
  }
  setFullScreen(isFullScreen: boolean): void {
    this.#check();
    this.isFullScreen = isFullScreen;
    this.emit(isFullScreen ? 'enter-full-screen' : 'leave-full-screen');
  }
  show(): void {
    this.isShown = true;
  }
  hide(): void {
    this.isShown = false;
  }
  isVisible(): boolean {
    return this.isShown;
  }
  focus(): void {
    this.focusCount += 1;
  }
  /** What fills it where nothing is painted. */
  background = '';
  setBackgroundColor(color: string): void {
    this.#check();
    this.background = color;
  }
  /** The bar at its icon in the taskbar; -1 is none. */
  progress = -1;
  setProgressBar(progress: number): void {
    this.#check();
    this.progress = progress;
  }
  /** The small picture on its icon in the taskbar of Windows. */
  overlay: { readonly image: NativeImageDouble | null; readonly words: string } = { image: null, words: '' };
  setOverlayIcon(image: NativeImageDouble | null, words: string): void {
    this.#check();
    this.overlay = { image, words };
  }
  #check(): void {
    if (this.#isDestroyed) throw new Error('Object has been destroyed');
  }
  /** Whether the user looks at it; a test says so. */
  hasFocus = false;
  isFocused(): boolean {
    return this.hasFocus;
  }
  isMinimized(): boolean {
    return false;
  }
  restore(): void {
    this.isShown = true;
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  close(): void {
    let isPrevented = false;
    const preventDefault = () => {
      isPrevented = true;
    };
    this.emit('close', { preventDefault });
    if (!isPrevented) this.destroy();
  }
  destroy(): void {
    if (this.#isDestroyed) throw new Error('Object has been destroyed');
    this.#isDestroyed = true;
    windows.delete(this);
    this.webContents.close();
    this.emit('closed');
    app.forgetWindow(this);
  }
}

export { ViewDouble as WebContentsView, WindowDouble as BrowserWindow };
