import { afterAll, beforeAll, expect, it } from 'vitest';
import { defaultChords } from '../../main/contract/commands.ts';
import type { GateEntry } from '../../main/core/gate/gate.ts';
import { system } from './double/system.ts';
import { type EditorServer, startEditorServer } from './support/editor-server.ts';
import { startShell, type TestShell } from './support/start-shell.ts';

declare global {
  interface Window {
    /** The commands that the page heard of. */
    asked: string[];
  }
}

let shell: TestShell;
let server: EditorServer;
let entry: GateEntry;

beforeAll(async () => {
  server = await startEditorServer(() => '<input autofocus>');
  shell = await startShell();
  entry = await shell.gate.admit(server.target('alpha', 'site'));
  await shell.page.evaluate(() => {
    window.asked = [];
    const hear = async () => {
      for await (const { command } of window.client.shell.commands({})) window.asked.push(command);
    };
    hear().catch((error: unknown) => window.asked.push(String(error)));
  });
}, 30_000);
afterAll(async () => {
  await shell.close();
  await server.close();
});

const asked = () => shell.page.evaluate(() => window.asked.splice(0));

function itemOf(id: string): Electron.MenuItemConstructorOptions {
  const items = system.menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
  const found = items.find((item) => item.id === id);
  if (found === undefined) throw new Error(`the menu has no ${id}`);
  return found;
}

/** An everywhere chord of this machine's system, as a test presses it. */
const own = process.platform === 'darwin' ? { control: true, meta: true } : { alt: true, shift: true };

it('keeps Berth’s keys from an editor, and no others', async () => {
  const bounds = { x: 0, y: 0, width: 400, height: 300 };
  const input = { tabId: 'a', profileId: 'alpha', instanceId: 'site', origin: entry.origin, bounds };
  expect(await shell.page.evaluate((wanted) => window.client.views.open(wanted), input)).toEqual({
    ok: true,
    value: {},
  });
  const contents = shell.window.views[0]?.webContents;
  if (contents === undefined) throw new Error('there is no view');

  expect(await contents.press('k', { code: 'KeyK', ...own })).toBe(false);
  await expect.poll(asked).toEqual(['palette']);
  for (const letter of ['w', 'n', 't', 'p', 'k']) {
    expect(await contents.press(letter, { code: `Key${letter.toUpperCase()}`, control: true }), letter).toBe(true);
  }
  // Held down, the tabs go on; the palette opens once.
  const [next, code] = process.platform === 'darwin' ? [']', 'BracketRight'] : ['PageDown', 'PageDown'];
  expect(await contents.press('k', { code: 'KeyK', ...own, isAutoRepeat: true })).toBe(false);
  expect(await contents.press(next, { code, ...own, isAutoRepeat: true })).toBe(false);
  await expect.poll(asked).toEqual(['tab-next']);

  // As the user has set them, from then on.
  const chords = defaultChords('linux').map((used) =>
    used.command === 'palette'
      ? { ...used, everywhere: null }
      : { ...used, everywhere: used.command === 'theme' ? 'F9' : null },
  );
  await shell.page.evaluate((given) => window.client.shell.useChords({ chords: given }), chords);
  expect(await contents.press('k', { code: 'KeyK', ...own })).toBe(true);
  expect(await contents.press('F9', { code: 'F9' })).toBe(false);
  await expect.poll(asked).toEqual(['theme']);
}, 20_000);

it('asks the page for what the menu offers, and shows the keys that are set', async () => {
  // The menu of macOS is there without the window, where nobody would see what was asked for.
  shell.window.hide();
  itemOf('settings').click?.({} as Electron.MenuItem, undefined, {});
  await expect.poll(asked).toEqual(['settings']);
  expect(shell.window.isVisible()).toBe(true);
  const chords = defaultChords('linux').map((used) =>
    used.command === 'settings' ? { ...used, onPage: 'Alt+Shift+Plus', everywhere: 'Ctrl+Num5' } : used,
  );
  await shell.page.evaluate((given) => window.client.shell.useChords({ chords: given }), chords);
  const expected = process.platform === 'darwin' ? 'Control+num5' : 'Alt+Shift+Plus';
  expect(itemOf('settings').accelerator).toBe(expected);
});

it('draws Berth’s own page larger and smaller, within limits', async () => {
  const zoom = (step: 'in' | 'out' | 'reset') =>
    shell.page.evaluate((wanted) => window.client.shell.zoomPage({ step: wanted }), step);
  expect(await zoom('in')).toEqual({ ok: true, value: { zoomFactor: 1.1 } });
  expect(await zoom('reset')).toEqual({ ok: true, value: { zoomFactor: 1 } });
  for (let count = 0; count < 20; count += 1) await zoom('out');
  expect(await zoom('out')).toEqual({ ok: true, value: { zoomFactor: 0.5 } });
  expect(await zoom('reset')).toEqual({ ok: true, value: { zoomFactor: 1 } });
});
