import { spawn } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildBundle } from '../bundle/bundle.ts';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Electron's own program, if it has been downloaded and there is a screen; else null. The package `electron` is never
 * imported, because its module fails where the download is missing.
 */
export function findElectron(environment: NodeJS.ProcessEnv = process.env): string | null {
  const hasScreen = process.platform !== 'linux' || environment.DISPLAY || environment.WAYLAND_DISPLAY;
  if (!hasScreen) return null;
  const folder = path.join(root, 'node_modules/electron');
  try {
    const executable = readText(path.join(folder, 'path.txt')) ?? 'electron';
    const program = path.join(environment.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(folder, 'dist'), executable);
    accessSync(program, constants.X_OK);
    return program;
  } catch {
    return null;
  }
}

/** Runs the desktop app on a data directory; resolves when its window is closed, or at once after `signal`. */
export async function runElectron(program: string, dataDirectory: string, signal: AbortSignal): Promise<void> {
  for (const bundle of ['electron-main', 'electron-preload'] as const) await buildBundle(bundle, 'warn');
  // Chromium does not start as root inside its own sandbox; a demo on a throw-away server may do without.
  const flags = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = spawn(program, [...flags, root], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, BERTH_DATA_DIR: dataDirectory },
    signal,
    killSignal: 'SIGTERM',
  });
  await new Promise<void>((resolve, reject) => {
    app.once('exit', () => resolve());
    app.once('error', (error) => (signal.aborted ? resolve() : reject(error)));
  });
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return null;
  }
}
