import { app, safeStorage } from '#electron';
import type { AppSettings } from '../../contract/upkeep.ts';
import type { Fact } from '../../core/defaults/diagnosis/diagnosis.ts';
import { listCrashDumps } from './crash-dumps.ts';

interface DesktopState {
  readonly settings: AppSettings;
  readonly dataDirectory: string;
  readonly isSafe: boolean;
}

/** What only the desktop app knows of itself, for a diagnosis. */
export async function desktopFacts({ settings, dataDirectory, isSafe }: DesktopState): Promise<readonly Fact[]> {
  const dumps = await listCrashDumps(dataDirectory);
  const latest = dumps[0] === undefined ? '' : `, the latest ${new Date(dumps[0].atMs).toISOString()}`;
  const graphics = Object.entries(app.getGPUFeatureStatus()).filter(([, status]) => status !== 'enabled');
  return [
    ['Shell', `desktop app, ${app.isPackaged ? 'installed' : 'from its sources'}${isSafe ? ', in safe mode' : ''}`],
    ['Electron', `${process.versions.electron ?? 'none'}, Chromium ${process.versions.chrome ?? 'none'}`],
    ['Language', app.getLocale()],
    ['Graphics, unless enabled', graphics.map(([name, status]) => `${name} ${status}`).join(', ') || 'all enabled'],
    ['Keychain', await keychainWords()],
    ['Settings', JSON.stringify(settings)],
    ['Crash dumps', `${dumps.length}${latest}`],
  ];
}

async function keychainWords(): Promise<string> {
  const isAvailable = await safeStorage.isAsyncEncryptionAvailable();
  const backend = process.platform === 'linux' ? ` (${safeStorage.getSelectedStorageBackend()})` : '';
  return `${isAvailable ? 'available' : 'not available'}${backend}`;
}
