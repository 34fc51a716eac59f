import { type ComponentType, type LazyExoticComponent, lazy } from 'react';
import type { ShellInfo } from '../model/berth-app.ts';

/** One part of the dialog of Berth's own settings. */
export interface SettingsPart {
  readonly id: string;
  readonly title: string;
  /** Whether this shell has anything to set there. */
  readonly isShown: (shell: ShellInfo) => boolean;
  /** Takes what it needs from `useBerth()`, and keeps each change at once. */
  readonly Part: LazyExoticComponent<ComponentType>;
}

const always = () => true;

/** All parts, in the order of the list; each is loaded when it is looked at. */
export const settingsParts: readonly SettingsPart[] = [
  {
    id: 'general',
    title: 'General',
    isShown: always,
    Part: lazy(async () => ({ default: (await import('./GeneralPart.tsx')).GeneralPart })),
  },
  {
    id: 'keys',
    title: 'Keys',
    isShown: always,
    Part: lazy(async () => ({ default: (await import('../commands/KeysPart.tsx')).KeysPart })),
  },
  {
    id: 'terminal',
    title: 'Terminal',
    isShown: always,
    Part: lazy(async () => ({ default: (await import('./TerminalSettingsPart.tsx')).TerminalSettingsPart })),
  },
  {
    id: 'desktop',
    title: 'Desktop',
    isShown: (shell) => shell?.shell === 'electron',
    Part: lazy(async () => ({ default: (await import('../outside/DesktopPart.tsx')).DesktopPart })),
  },
  {
    id: 'updates',
    title: 'Updates',
    isShown: (shell) => shell?.shell === 'electron',
    Part: lazy(async () => ({ default: (await import('../updates/UpdatesPart.tsx')).UpdatesPart })),
  },
  {
    id: 'trouble',
    title: 'Troubleshooting',
    isShown: always,
    Part: lazy(async () => ({ default: (await import('./TroublePart.tsx')).TroublePart })),
  },
];
