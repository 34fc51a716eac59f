import path from 'node:path';
import { app, dialog } from '#electron';
import { createCore } from '../core/create-core.ts';
import { defaultDataDirectory } from '../core/defaults/data-directory.ts';
import { defaultPorts, surroundings } from '../core/defaults/default-ports.ts';
import { logFile } from '../core/defaults/log/file-logger.ts';
import { startApp } from './start-app.ts';
import { SafeSecretStore } from './system/secret-store.ts';
import { systemFetch } from './system/system-fetch.ts';
import { readPackageFacts } from './updater/package-facts.ts';
import { noteProcessErrors } from './upkeep/process-errors.ts';
import { isSafeStart } from './upkeep/restart-app.ts';

const root = app.getAppPath();
const dataDirectory = defaultDataDirectory(surroundings());

// No top-level await: Electron becomes ready only after this module has been evaluated.
async function main(): Promise<void> {
  const facts = app.isPackaged ? readPackageFacts(root) : null;
  const ports = defaultPorts({
    dataDirectory,
    // Scripts must be files of their own, outside the archive, to be read and pushed as they are.
    remoteScriptsDirectory: path.join(app.isPackaged ? process.resourcesPath : root, 'remote-scripts'),
    secrets: new SafeSecretStore(dataDirectory),
    fetch: systemFetch,
    ...(facts === null ? {} : { remoteScriptsSum: facts.scriptsSum }),
  });
  noteProcessErrors(ports.logger);
  try {
    await startApp({
      ports,
      createCore,
      rendererDirectory: path.join(root, 'out', 'renderer'),
      preload: path.join(root, 'out', 'electron', 'preload.cjs'),
      isSafe: isSafeStart(process.argv),
      facts,
    });
  } catch (error) {
    ports.logger.fatal({ err: error }, 'the app cannot start');
    throw error;
  }
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  dialog.showErrorBox('Berth cannot start', `${message}\n\nMore is in ${logFile(dataDirectory)}.`);
  app.exit(1);
});
