import path from 'node:path';
import type { Logger } from 'pino';
import { app, type BrowserWindow, Menu, powerMonitor, session } from '#electron';
import { appContract } from '../contract/contract.ts';
import type { CallContext } from '../contract/define.ts';
import { succeed } from '../contract/failure.ts';
import type { Core } from '../core/core.ts';
import type { CorePorts } from '../core/ports.ts';
import { makeDirectory } from '../core/store/make-directory.ts';
import { serve } from '../transport/serve.ts';
import { registerAppScheme, serveApp } from './page/app-protocol.ts';
import { APP_HOME, createAppWindow } from './page/app-window.ts';
import { servePagePorts } from './page/page-port.ts';
import { refuseDownloads } from './safety/downloads.ts';
import { guardNavigation } from './safety/navigation-guard.ts';
import { applyPermissions, noPermissions } from './safety/permissions.ts';
import { menuTemplate } from './system/menu.ts';
import { createNotices } from './system/notices.ts';
import { EditorViews } from './views/editor-views.ts';

/** What the entry point, or a test, lends the shell. */
export interface AppOptions {
  readonly ports: CorePorts;
  readonly createCore: (ports: CorePorts) => Promise<Core>;
  /** Folder of the built page. */
  readonly rendererDirectory: string;
  /** The preload script: one CommonJS file. */
  readonly preload: string;
}

/** Starts the desktop shell; resolves when its window has loaded, or false when another one already runs. */
export async function startApp(options: AppOptions): Promise<boolean> {
  const { ports } = options;
  keepBrowserFilesIn(path.join(ports.dataDirectory, 'browser'));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  app.enableSandbox();
  registerAppScheme();
  guardEverything();
  await app.whenReady();
  const core = await options.createCore(ports);
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, app.isPackaged)));
  applyPermissions(session.defaultSession, noPermissions);
  refuseDownloads(session.defaultSession);
  serveApp(options.rendererDirectory);
  powerMonitor.on('resume', () => core.wake());
  app.on('window-all-closed', () => app.quit());
  quitAfterDisposal(core, ports.logger);

  const window = createAppWindow(options.preload);
  guardNavigation(window.webContents, APP_HOME, ports.logger);
  servePage(window, core, ports.logger);
  app.on('second-instance', () => bringForward(window));
  await window.loadURL(`${APP_HOME.origin}${APP_HOME.path}`);
  return true;
}

/** Chromium's own files stay apart from Berth's; the lock on a single copy goes by this folder, too. */
function keepBrowserFilesIn(directory: string): void {
  makeDirectory(directory);
  app.setPath('userData', directory);
}

/** What nobody set up deliberately may do nothing: sessions get no permission, contents no popup and no webview. */
function guardEverything(): void {
  app.on('session-created', (created) => applyPermissions(created, noPermissions));
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

function servePage(window: BrowserWindow, core: Core, logger: Logger): void {
  const views = new EditorViews(window, core.gate, logger);
  const known = { shell: 'electron', version: app.getVersion(), editorHost: 'view' } as const;
  const info = async () => succeed(known);
  const notices = createNotices(window, () => bringForward(window));
  const shell = {
    info,
    notify: notices.notify,
    noticeClicks: (_input: unknown, { signal }: CallContext) => notices.clicks(signal),
  };
  const handlers = { ...core.handlers, shell, views: views.handlers };
  const pagePorts = servePagePorts(
    (channel) =>
      serve(appContract, handlers, channel, {
        onBug: ({ error, ...report }) => logger.error({ err: error, ...report }, 'a call failed unexpectedly'),
      }),
    (url) => logger.warn({ url }, 'a message from a stranger was refused'),
  );
  const contentsId = window.webContents.id;
  pagePorts.trust(contentsId);

  // Unsaved work is asked about first, tab by tab; only then is the window closed.
  window.on('close', (event) => {
    event.preventDefault();
    views.closeAll().then(
      (isClear) => {
        if (isClear && !window.isDestroyed()) window.destroy();
      },
      (error: unknown) => logger.error({ err: error }, 'the editors could not be closed'),
    );
  });
  window.on('closed', () => {
    pagePorts.forget(contentsId);
    views.discardAll();
    notices.dispose();
  });
}

function bringForward(window: BrowserWindow): void {
  if (window.isDestroyed()) return;
  if (window.isMinimized()) window.restore();
  window.focus();
}

/** Links and the gate are closed before the process ends. */
function quitAfterDisposal(core: Core, logger: Logger): void {
  let isDisposed = false;
  app.on('will-quit', (event) => {
    if (isDisposed) return;
    event.preventDefault();
    isDisposed = true;
    core
      .dispose()
      .catch((error: unknown) => logger.error({ err: error }, 'the core did not end cleanly'))
      .finally(() => app.quit());
  });
}
