import { EventEmitter } from 'node:events';
import path from 'node:path';
import type { Logger } from 'pino';
import { z } from 'zod';
import { type Failure, type Result, succeed } from '../../contract/failure.ts';
import {
  type AppSettings,
  appSettings,
  changeSettings,
  firstAppSettings,
  type SettingsChange,
} from '../../contract/upkeep.ts';
import { JsonStore } from '../../core/store/json-store.ts';

type Kept = Result<AppSettings, Failure & { readonly kind: 'store-unreadable' }>;

/** The settings of the desktop app, kept in a file. */
export interface AppSettingsStore {
  /** What counts at this moment. */
  current(): AppSettings;
  /** Tells every change; the returned function ends that. */
  onDidChange(listener: (settings: AppSettings) => void): () => void;
  configure(change: SettingsChange): Promise<Kept>;
  /** Back to the first settings. */
  reset(): Promise<Kept>;
}

/** What a file says, where it makes sense; a field that is missing or wrong is as in the beginning, and harms no other. */
function completed(stored: Readonly<Record<string, unknown>>): AppSettings {
  const sound = Object.entries(appSettings.shape).filter(([key, field]) => field.safeParse(stored[key]).success);
  return changeSettings(firstAppSettings, Object.fromEntries(sound.map(([key]) => [key, stored[key]])));
}

/** Reads `<dataDirectory>/app-settings.json`; one that cannot be read never keeps the app from starting. */
export async function openAppSettings(dataDirectory: string, logger: Logger): Promise<AppSettingsStore> {
  const store = new JsonStore({
    file: path.join(dataDirectory, 'app-settings.json'),
    version: 1,
    schema: z.record(z.string(), z.unknown()),
    empty: {},
  });
  const changes = new EventEmitter<{ change: [settings: AppSettings] }>();
  const read = await store.read();
  if (!read.ok) logger.warn({ failure: read.failure }, 'the settings of the app cannot be read');
  let settings = read.ok ? completed(read.value) : firstAppSettings;
  const keep = async (next: AppSettings): Promise<Kept> => {
    const kept = await store.update<AppSettings, never>(() => succeed({ next, answer: next }));
    if (!kept.ok) return kept;
    settings = next;
    changes.emit('change', next);
    return succeed(next);
  };
  return {
    current: () => settings,
    onDidChange(listener) {
      changes.on('change', listener);
      return () => changes.off('change', listener);
    },
    configure: (change) => keep(changeSettings(settings, change)),
    reset: () => keep(firstAppSettings),
  };
}
