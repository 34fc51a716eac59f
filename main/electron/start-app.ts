import path from 'node:path';
import { app, session } from '#electron';
import type { Core } from '../core/core.ts';
import type { CorePorts } from '../core/ports.ts';
import { makeDirectory } from '../core/store/make-directory.ts';
import { registerAppScheme, serveApp } from './page/app-protocol.ts';
import { APP_HOME, appAddress, createAppWindow } from './page/app-window.ts';
import { servePage } from './page/serve-page.ts';
import { askForOwnTexts } from './safety/downloads.ts';
import { guardEverything } from './safety/guard-everything.ts';
import { openHostProxy } from './safety/host-proxy.ts';
import { guardNavigation } from './safety/navigation-guard.ts';
import { applyPermissions, appPermissions } from './safety/permissions.ts';
import { isGoneOnWithoutSandbox, isUnsandboxed } from './safety/sandbox-warning.ts';
import { bringForward } from './system/bring-forward.ts';
import { quitAfterDisposal } from './system/quitting.ts';
import { listenOutside } from './system/surroundings.ts';
import type { PackageFacts } from './updater/package-facts.ts';
import { openAppSettings } from './upkeep/app-settings.ts';
import { keepCrashesHere, removeOldCrashes } from './upkeep/crash-dumps.ts';

/** What the entry point, or a test, lends the shell. */
export interface AppOptions {
  readonly ports: CorePorts;
  readonly createCore: (ports: CorePorts) => Promise<Core>;
  /** Folder of the built page. */
  readonly rendererDirectory: string;
  /** The preload script: one CommonJS file. */
  readonly preload: string;
  /** Started to mend something: without restored tabs, links of its own, and the graphics card. */
  readonly isSafe?: boolean;
  /** What the packer noted; left out, the app runs from a checkout, as it is. */
  readonly facts?: PackageFacts | null;
}

/** Starts the desktop shell; resolves when its window has loaded, or false when another one already runs or it was ended by then. */
export async function startApp(options: AppOptions): Promise<boolean> {
  const { ports, isSafe = false, facts = null } = options;
  const { dataDirectory, homeDirectory, clock, logger } = ports;
  keepBrowserFilesIn(path.join(dataDirectory, 'browser'));
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  keepCrashesHere(dataDirectory);
  app.enableSandbox();
  if (isSafe) app.disableHardwareAcceleration();
  registerAppScheme();
  guardEverything();
  const outside = listenOutside(process.argv);
  await app.whenReady();
  const [core, settings, closeHostProxy] = await Promise.all([
    options.createCore(ports),
    openAppSettings(dataDirectory, logger),
    openHostProxy(),
  ]);
  app.once('quit', closeHostProxy);
  applyPermissions(session.defaultSession, appPermissions(APP_HOME.origin));
  askForOwnTexts(session.defaultSession, APP_HOME.origin);
  serveApp(options.rendererDirectory);
  app.on('window-all-closed', () => app.quit());
  quitAfterDisposal(core, ports.logger);

  const window = createAppWindow(options.preload);
  guardNavigation(window.webContents, { home: APP_HOME, name: null, isSeen: () => true }, logger);
  if (facts !== null && isUnsandboxed(process.argv, process.env) && !(await isGoneOnWithoutSandbox(window))) {
    window.destroy();
    return false;
  }
  servePage({ window, core, settings, outside, dataDirectory, homeDirectory, isSafe, facts, clock, logger });
  app.on('second-instance', () => bringForward(window));
  try {
    await window.loadURL(appAddress(isSafe));
  } catch (error) {
    // Whoever ends the app that early has not seen it fail.
    if (window.isDestroyed()) return false;
    throw error;
  }
  await removeOldCrashes(dataDirectory, logger);
  return true;
}

/** Chromium's own files stay apart from Berth's; the lock on a single copy goes by this folder, too. */
function keepBrowserFilesIn(directory: string): void {
  makeDirectory(directory);
  app.setPath('userData', directory);
}
