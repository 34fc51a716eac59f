import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from '@playwright/test';

const root = path.resolve(import.meta.dirname, '../../..');
const reason = 'Electron’s binary is not installed (no node_modules/electron/path.txt, no ELECTRON_OVERRIDE_DIST_PATH)';

/** Chromium does not start as root, which a test host wants, inside its own sandbox. */
export const electronFlags: readonly string[] = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** Skips the tests of a file where there is no binary, and says so. Never asks by `require('electron')`: that downloads one. */
export function skipWithoutElectron(): void {
  const hasElectron =
    process.env.ELECTRON_OVERRIDE_DIST_PATH !== undefined ||
    existsSync(path.join(root, 'node_modules/electron/path.txt'));
  if (!hasElectron) process.stdout.write(`skipped: tests/electron/real, because ${reason}\n`);
  test.skip(!hasElectron, reason);
}
