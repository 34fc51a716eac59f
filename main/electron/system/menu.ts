import type { MenuItemConstructorOptions } from '#electron';
import type { System } from '../../contract/chords.ts';
import { type CommandId, commands, type UsedChords } from '../../contract/commands.ts';
import { acceleratorOf } from '../keys/accelerator.ts';
import { titleCase } from './title-case.ts';

interface MenuInput {
  readonly system: System;
  readonly isPackaged: boolean;
  readonly chords: readonly UsedChords[];
  readonly send: (command: CommandId) => void;
}

type Item = CommandId | 'separator' | MenuItemConstructorOptions;

/**
 * The application menu, as each system expects it. Roles whose default keys an editor needs (close: Ctrl+W, reload:
 * Ctrl+R, zoom: Ctrl+0, and everything on Ctrl+N and Ctrl+T) are commands here instead, because a menu's own keys count
 * wherever the focus is.
 */
export function menuTemplate(input: MenuInput): MenuItemConstructorOptions[] {
  const isMac = input.system === 'mac';
  const menu = (label: string, items: readonly Item[]): MenuItemConstructorOptions => ({
    label,
    submenu: items.map((item) => toItem(item, input)),
  });
  const settings: readonly Item[] = ['separator', 'settings', 'separator'];
  const file: readonly Item[] = [
    'new-terminal',
    'new-agent',
    'separator',
    'add-server',
    'add-repository',
    'separator',
    'reopen-tab',
    'close-tab',
    ...(isMac ? [] : [...settings, { role: 'quit' } as const]),
  ];
  const edit: readonly Item[] = [
    { role: 'undo' },
    { role: 'redo' },
    'separator',
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    { role: 'selectAll' },
    'separator',
    'find',
  ];
  const view: readonly Item[] = [
    'palette',
    'separator',
    'sidebar',
    'split-tab',
    'reload',
    'separator',
    'zoom-in',
    'zoom-out',
    'zoom-reset',
    'separator',
    { role: 'togglefullscreen' },
    ...(input.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
  ];
  const go: readonly Item[] = ['servers', 'fleet', 'place-1', 'separator', 'tab-next', 'tab-previous', 'other-pane'];
  const help: readonly Item[] = ['keys', 'trouble', ...(isMac ? [] : (['separator', { role: 'about' }] as const))];
  const window: readonly Item[] = [{ role: 'minimize' }, ...(isMac ? [{ role: 'zoom' } as const] : [])];
  return [
    ...(isMac ? [applicationMenu(settings, input)] : []),
    menu('File', file),
    menu('Edit', edit),
    menu('View', view),
    menu('Go', go),
    { ...menu('Window', window), ...(isMac ? { role: 'window' as const } : {}) },
    { ...menu('Help', help), ...(isMac ? { role: 'help' as const } : {}) },
  ];
}

/** The menu that is called after the app, which only macOS has. */
function applicationMenu(settings: readonly Item[], input: MenuInput): MenuItemConstructorOptions {
  const items: readonly Item[] = [
    { role: 'about' },
    ...settings,
    { role: 'services' },
    'separator',
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    'separator',
    { role: 'quit' },
  ];
  return { label: 'Berth', submenu: items.map((item) => toItem(item, input)) };
}

function toItem(item: Item, { system, chords, send }: MenuInput): MenuItemConstructorOptions {
  if (item === 'separator') return { type: 'separator' };
  if (typeof item !== 'string') return item;
  const { title } = commands[item];
  return {
    id: item,
    label: system === 'mac' ? titleCase(title) : title,
    click: () => send(item),
    ...shownKeys(
      chords.find(({ command }) => command === item),
      system,
    ),
  };
}

/**
 * The keys beside an item. Windows and Linux only show them: the keys themselves are the page's and the views'. macOS
 * can only show what the menu then takes wherever the focus is, so that there it is those that editors do not get.
 */
function shownKeys(used: UsedChords | undefined, system: System): MenuItemConstructorOptions {
  if (system === 'mac') return used?.everywhere == null ? {} : { accelerator: acceleratorOf(used.everywhere) };
  const chord = used?.onPage ?? used?.everywhere ?? null;
  return chord === null ? {} : { accelerator: acceleratorOf(chord), registerAccelerator: false };
}
