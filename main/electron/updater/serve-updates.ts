import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { app } from '#electron';
import type { Clock } from '../../core/ports.ts';
import type { AppSettingsStore } from '../upkeep/app-settings.ts';
import { loadElectronEngine } from './electron-engine.ts';
import { isInstallable } from './is-installable.ts';
import type { PackageFacts } from './package-facts.ts';
import { createUpdates, type Updates } from './updates.ts';

export interface UpdaterParts {
  /** What is known of the package; null where the app runs from a checkout. */
  readonly facts: PackageFacts | null;
  readonly settings: AppSettingsStore;
  /** Asks about unsaved work and unloads the editors; false when the user stays. */
  readonly closeEditors: () => Promise<boolean>;
  /** Ends the app for good, links and all, and then calls `last`. */
  readonly endWith: (last: () => void) => void;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Written beside the archive of a deb by the packer. */
function packageType(): string | null {
  const file = path.join(process.resourcesPath, 'package-type');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

/** Looks after later versions of this copy; without facts it tells that there are none to look for. */
export function serveUpdates({ facts, ...parts }: UpdaterParts): Updates {
  return createUpdates({
    ...parts,
    installed: app.getVersion(),
    releasesUrl: facts?.releasesUrl ?? null,
    isInstallable:
      facts !== null &&
      isInstallable({
        platform: process.platform,
        isSigned: facts.isSigned,
        packageType: packageType(),
        mountedAt: process.env.APPDIR ?? null,
        program: process.execPath,
      }),
    loadEngine: () => loadElectronEngine(parts.logger),
  });
}
