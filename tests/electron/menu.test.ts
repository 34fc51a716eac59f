import { describe, expect, it } from 'vitest';
import type { System } from '../../main/contract/chords.ts';
import { defaultChords } from '../../main/contract/commands.ts';
import { acceleratorOf } from '../../main/electron/keys/accelerator.ts';
import { menuTemplate } from '../../main/electron/system/menu.ts';
import { placeInWindow } from '../../main/electron/views/view-bounds.ts';

/** Roles whose default keys an editor needs for itself: Ctrl+W, Ctrl+R, Ctrl+Shift+R, Ctrl+N, Ctrl+T. */
const takenRoles = [
  'close',
  'reload',
  'forceReload',
  'fileMenu',
  'viewMenu',
  'windowMenu',
  'newWindow',
  'selectNextTab',
];

const chordsOf = { linux: defaultChords('linux'), windows: defaultChords('windows'), mac: defaultChords('mac') };
const templateOn = (system: System, isPackaged = true) =>
  menuTemplate({ system, isPackaged, chords: chordsOf[system], send: () => undefined });

/** All items of a menu, those of its submenus after it. */
function itemsOf(items: readonly Electron.MenuItemConstructorOptions[]): Electron.MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])]);
}

describe('the menu', () => {
  it.each(['linux', 'windows', 'mac'] as const)('leaves the editor its keys on %s', (system) => {
    const items = itemsOf(templateOn(system));
    const roles = items.map(({ role }) => role).filter((role) => role !== undefined);
    expect(roles.filter((role) => takenRoles.includes(role))).toEqual([]);
    expect(roles).not.toContain('toggleDevTools');
    expect(roles).toEqual(expect.arrayContaining(['copy', 'paste', 'togglefullscreen', 'quit', 'about']));
    const shown = items.filter(({ accelerator }) => accelerator !== undefined);
    expect(shown.length).toBeGreaterThan(4);
    // A menu of macOS takes what it shows; elsewhere the keys are only shown.
    const kept = chordsOf.mac.map(({ everywhere }) => (everywhere === null ? '' : acceleratorOf(everywhere)));
    for (const { accelerator = '', registerAccelerator } of shown) {
      if (system === 'mac') expect(kept).toContain(accelerator);
      else expect(registerAccelerator).toBe(false);
    }
  });

  it('is where each system looks for it', () => {
    const heads = (system: System) => templateOn(system).map(({ label }) => label);
    expect(heads('linux')).toEqual(['File', 'Edit', 'View', 'Go', 'Window', 'Help']);
    expect(heads('mac')).toEqual(['Berth', 'File', 'Edit', 'View', 'Go', 'Window', 'Help']);
    const labels = (system: System) => itemsOf(templateOn(system)).map(({ label }) => label);
    expect(labels('windows')).toContain('Show the next tab');
    expect(labels('mac')).toContain('Show the Next Tab');
    const [application, file] = templateOn('mac');
    expect(JSON.stringify(application)).toContain('"settings"');
    expect(JSON.stringify(file)).not.toContain('"settings"');
  });

  it('starts terminals and agents where other things are begun, by the keys that count everywhere', () => {
    const asked: string[] = [];
    const send = (command: string) => asked.push(command);
    for (const system of ['linux', 'mac'] as const) {
      const items = itemsOf(menuTemplate({ system, isPackaged: true, chords: chordsOf[system], send }));
      const [file] = templateOn(system).filter(({ label }) => label === 'File');
      const begun = (Array.isArray(file?.submenu) ? file.submenu : []).map(({ id, type }) => id ?? type);
      expect(begun.slice(0, 4)).toEqual(['new-terminal', 'new-agent', 'separator', 'add-server']);
      for (const id of ['new-terminal', 'new-agent'] as const) {
        const item = items.find((one) => one.id === id);
        const keys = chordsOf[system].find(({ command }) => command === id)?.everywhere;
        expect(item?.accelerator).toBe(acceleratorOf(keys ?? ''));
        item?.click?.(item as never, undefined, {});
      }
    }
    expect(asked).toEqual(['new-terminal', 'new-agent', 'new-terminal', 'new-agent']);
  });

  it('has developer tools only in development', () => {
    expect(JSON.stringify(templateOn('linux', false))).toContain('toggleDevTools');
  });

  it('names keys as Electron does', () => {
    expect(acceleratorOf('Ctrl+Shift+Enter')).toBe('Control+Shift+Return');
    expect(acceleratorOf('Meta+Num5')).toBe('Meta+num5');
    expect(acceleratorOf('Ctrl+Plus')).toBe('Control+Plus');
    expect(acceleratorOf('Alt+-')).toBe('Alt+-');
  });
});

describe('the place of a view', () => {
  const content = { width: 1_000, height: 600 };
  it.each([
    [{ x: 10, y: 20, width: 300, height: 200 }, 1, { x: 10, y: 20, width: 300, height: 200 }],
    [{ x: 10.4, y: 20.6, width: 300, height: 200 }, 1, { x: 10, y: 21, width: 300, height: 200 }],
    [{ x: -100, y: -100, width: 5_000, height: 5_000 }, 1, { x: 0, y: 0, width: 1_000, height: 600 }],
    [{ x: 2_000, y: 0, width: 100, height: 100 }, 1, { x: 1_000, y: 0, width: 0, height: 100 }],
    [{ x: 100, y: 100, width: 100, height: 100 }, 2, { x: 200, y: 200, width: 200, height: 200 }],
    [{ x: 900, y: 0, width: 100, height: 100 }, 1.5, { x: 1_000, y: 0, width: 0, height: 150 }],
  ])('%j at zoom %d', (bounds, zoom, expected) => {
    expect(placeInWindow(bounds, zoom, content)).toEqual(expected);
  });
});
