import { EventEmitter } from 'node:events';
import type { CDPSession, Page } from '@playwright/test';
import { toChromium, toElectron } from './addresses.ts';
import { app } from './app.ts';
import { removeFeatures } from './blink-features.ts';
import { Interception, type PausedRequest } from './interception.ts';
import { PreloadBridge } from './preload-bridge.ts';
import { type Session, session } from './session.ts';

/** An event that can be called off, with what Electron tells about it. */
type Preventable<T = object> = T & { readonly defaultPrevented: boolean; preventDefault(): void };
type Navigation = Pick<Electron.WebContentsWillNavigateEventParams, 'url' | 'isMainFrame'>;
type ContentsEvents = {
  'will-navigate': [event: Preventable<Navigation>];
  'will-frame-navigate': [event: Preventable<Navigation>];
  'will-redirect': [event: Preventable<Navigation>];
  'will-prevent-unload': [event: Preventable];
  'will-attach-webview': [event: Preventable];
  'did-create-window': [window: object, details: { readonly url: string }];
  'render-process-gone': [event: object, details: Pick<Electron.RenderProcessGoneDetails, 'reason'>];
  destroyed: [];
};

/** The preferences the double knows; another one is a compile error in its own check. */
export type WebPreferencesDouble = Pick<
  Electron.WebPreferences,
  | 'preload'
  | 'sandbox'
  | 'contextIsolation'
  | 'nodeIntegration'
  | 'nodeIntegrationInWorker'
  | 'nodeIntegrationInSubFrames'
  | 'webSecurity'
  | 'allowRunningInsecureContent'
  | 'experimentalFeatures'
  | 'disableBlinkFeatures'
  | 'navigateOnDragDrop'
  | 'webviewTag'
  | 'spellcheck'
  | 'safeDialogs'
  | 'devTools'
  | 'partition'
> & { readonly session?: Session };

type OpenHandler = (details: Pick<Electron.HandlerDetails, 'url'>) => Electron.WindowOpenHandlerResponse;

function preventable<T extends object>(details: T): Preventable<T> {
  let isPrevented = false;
  return {
    ...details,
    get defaultPrevented() {
      return isPrevented;
    },
    preventDefault() {
      isPrevented = true;
    },
  };
}

let lastId = 0;

class WebContentsDouble
  extends EventEmitter<ContentsEvents>
  implements
    Pick<
      Electron.WebContents,
      'id' | 'loadURL' | 'getURL' | 'close' | 'isDestroyed' | 'isCrashed' | 'getZoomFactor' | 'setIgnoreMenuShortcuts' | 'setWebRTCIPHandlingPolicy'
    >
{
  readonly id = ++lastId;
  readonly preferences: WebPreferencesDouble;
  readonly session: Session;
  /** The real page; awaiting it is how a test reaches into the contents. */
  readonly page: Promise<Page>;
  isIgnoringMenuShortcuts = false;
  zoomFactor = 1;
  #openHandler: OpenHandler = () => ({ action: 'allow' });
  #isDestroyed = false;
  #url = '';
  #mainFrameId = '';
  /** True until the first request of a `loadURL`, which emits no `will-navigate`. */
  #isOwnLoad = false;

  constructor(preferences: WebPreferencesDouble) {
    super();
    this.preferences = preferences;
    this.session = preferences.session ?? session.fromPartition(preferences.partition ?? '');
    this.page = this.#open();
    // Nobody may wait for a page that is closed at once.
    this.page.catch(() => undefined);
    app.emit('web-contents-created', {}, this);
  }

  getURL(): string {
    return toElectron(this.#url);
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  isCrashed(): boolean {
    return false;
  }
  getZoomFactor(): number {
    return this.zoomFactor;
  }
  webRtcPolicy: Parameters<Electron.WebContents['setWebRTCIPHandlingPolicy']>[0] = 'default';
  setWebRTCIPHandlingPolicy(policy: typeof this.webRtcPolicy): void {
    this.webRtcPolicy = policy;
  }
  setIgnoreMenuShortcuts(isIgnoring: boolean): void {
    this.isIgnoringMenuShortcuts = isIgnoring;
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.page;
    await this.session.grantPermissions(url);
    this.#isOwnLoad = true;
    await page.goto(toChromium(url));
  }

  close(options?: Electron.CloseOpts): void {
    this.page
      .then((page) => page.close({ runBeforeUnload: options?.waitForBeforeUnload === true }))
      .catch(() => undefined);
  }

  async #open(): Promise<Page> {
    const context = await this.session.context();
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send('Page.enable');
    this.#mainFrameId = (await cdp.send('Page.getFrameTree')).frameTree.frame.id;
    cdp.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId === undefined) this.#url = frame.url;
    });
    page.on('close', () => {
      this.#isDestroyed = true;
      this.emit('destroyed');
    });
    page.on('dialog', (dialog) => {
      const event = preventable({});
      if (dialog.type() === 'beforeunload') this.emit('will-prevent-unload', event);
      (event.defaultPrevented ? dialog.accept() : dialog.dismiss()).catch(() => undefined);
    });
    await removeFeatures(page, this.preferences.disableBlinkFeatures ?? '');
    this.session.watchDownloads(page);
    await this.#followPopups(page, cdp);
    const bridge = new PreloadBridge(this, cdp);
    await bridge.install(app.isSandboxForced);
    await new Interception(cdp, this.session, (paused) => this.#mayNavigate(paused)).start();
    return page;
  }

  #mayNavigate({ frameId, request, redirectedRequestId }: PausedRequest): boolean {
    const isMainFrame = frameId === this.#mainFrameId;
    const details = { url: toElectron(request.url), isMainFrame };
    if (redirectedRequestId !== undefined) {
      const event = preventable(details);
      this.emit('will-redirect', event);
      return !event.defaultPrevented;
    }
    if (isMainFrame && this.#isOwnLoad) {
      this.#isOwnLoad = false;
      return true;
    }
    return this.#announce(details);
  }

  #announce(details: Navigation): boolean {
    const top = preventable(details);
    if (details.isMainFrame) this.emit('will-navigate', top);
    const any = preventable(details);
    this.emit('will-frame-navigate', any);
    return !top.defaultPrevented && !any.defaultPrevented;
  }

  /** Popups open unless the handler denies; a denied one is closed before it can load. */
  async #followPopups(page: Page, cdp: CDPSession): Promise<void> {
    let deniedCount = 0;
    cdp.on('Page.windowOpen', ({ url }) => {
      const details = { url: toElectron(url) };
      if (this.#openHandler(details).action === 'deny') deniedCount += 1;
      else this.emit('did-create-window', {}, details);
    });
    page.on('popup', (popup) => {
      if (deniedCount === 0) return;
      deniedCount -= 1;
      popup.close().catch(() => undefined);
    });
    // Schemes of other programs make no request, so they are announced here; following them is the system's business.
    cdp.on('Page.frameRequestedNavigation', ({ frameId, url }) => {
      if (/^(?:https?|about|blob|data|javascript):/.test(url)) return;
      this.#announce({ url, isMainFrame: frameId === this.#mainFrameId });
    });
  }
}

export { WebContentsDouble };
export type WebContents = WebContentsDouble;
