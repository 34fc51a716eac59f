import { describe, expect, it } from 'vitest';
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

describe('the menu', () => {
  it.each(['linux', 'win32', 'darwin'] as const)('leaves the editor its keys on %s', (platform) => {
    const roles: string[] = [];
    const visit = (items: ReturnType<typeof menuTemplate>) => {
      for (const { role, submenu, accelerator } of items) {
        expect(accelerator).toBeUndefined();
        if (role !== undefined) roles.push(role);
        if (Array.isArray(submenu)) visit(submenu);
      }
    };
    visit(menuTemplate(platform, true));
    expect(roles.filter((role) => takenRoles.includes(role))).toEqual([]);
    expect(roles).not.toContain('toggleDevTools');
    expect(roles).toEqual(expect.arrayContaining(['copy', 'paste', 'togglefullscreen']));
    expect(roles.includes('appMenu')).toBe(platform === 'darwin');
    expect(roles.includes('quit')).toBe(platform !== 'darwin');
  });

  it('has developer tools only in development', () => {
    expect(JSON.stringify(menuTemplate('linux', false))).toContain('toggleDevTools');
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
