import { z } from 'zod';
import { call } from './define.ts';

/** What a user may set about the desktop app itself; the page keeps what concerns only itself. */
export const appSettings = z.object({
  /** How many hidden editors stay loaded at most; beyond that, those hidden longest are unloaded. */
  liveViewMost: z.number().int().min(1).max(30),
  /** Whether Berth looks for a later version by itself. */
  isUpdateChecked: z.boolean(),
  /** Whether the window, when it is closed, only goes out of sight, and the tray brings it back; on macOS it always does. */
  isKeptInTray: z.boolean(),
});
export type AppSettings = z.output<typeof appSettings>;

/** What counts until the user says otherwise. */
export const firstAppSettings: AppSettings = { liveViewMost: 6, isUpdateChecked: false, isKeptInTray: false };

const settingsChange = appSettings.partial();
export type SettingsChange = z.output<typeof settingsChange>;

/** The settings after a change; what it does not say stays. */
export function changeSettings(settings: AppSettings, change: SettingsChange): AppSettings {
  const said = Object.entries(change).filter(([, value]) => value !== undefined);
  return appSettings.parse({ ...settings, ...Object.fromEntries(said) });
}

/** A bug of the page; texts that are longer are cut by the page. */
const pageError = z.object({
  /** Where it was caught: by the window, in a promise nobody waited for, or while something was drawn. */
  source: z.enum(['window', 'promise', 'drawing']),
  message: z.string().max(2000),
  stack: z.string().max(8000).nullable(),
});
export type PageError = z.output<typeof pageError>;

/** Berth's care for itself: its settings, its log, and what somebody who helps wants to know. */
export const upkeep = {
  settings: call('Tells the settings of the desktop app.', z.object({}), appSettings, ['unavailable']),
  configure: call('Changes settings of the desktop app.', settingsChange, appSettings, [
    'unavailable',
    'store-unreadable',
  ]),
  reset: call('Goes back to the first settings of the desktop app.', z.object({}), appSettings, [
    'unavailable',
    'store-unreadable',
  ]),
  diagnosis: call(
    'Tells versions, system, settings and the log’s last lines, without secrets and without the names of servers.',
    z.object({}),
    z.object({ text: z.string() }),
    [],
  ),
  report: call('Notes a bug of the page in the log.', pageError, z.object({}), []),
  showLogs: call('Opens the folder of the log.', z.object({}), z.object({}), ['unavailable']),
  restart: call(
    'Ends the desktop app and starts it again; unsaved work is asked about first.',
    z.object({
      /** Starts it without restored tabs, links of its own, and the graphics card. */
      isSafe: z.boolean(),
    }),
    z.object({}),
    ['unavailable'],
  ),
} as const;
