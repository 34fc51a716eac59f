import { type ElectronApplication, expect } from '@playwright/test';

/** Native views of the real Electron, looked at and used as somebody in front of the screen does. */

/** Where the editor of a repository is, as a part of its address; without a name, any editor. */
const placeOf = (repository: string) => `/vscode/${repository}`;

/** Runs a script in the view of a repository, or of any where none is named; null where there is no such view. */
export function inEditor(app: ElectronApplication, repository: string, script: string): Promise<unknown> {
  return app.evaluate(
    async ({ webContents }, { place, code }) => {
      const contents = webContents.getAllWebContents().find((one) => one.getURL().includes(place));
      return contents === undefined ? null : contents.executeJavaScript(code);
    },
    { place: placeOf(repository), code: script },
  );
}

/** Waits until the explorer of a repository's editor lists a file. */
export async function expectListed(app: ElectronApplication, repository: string, file: string): Promise<void> {
  const listed = () => inEditor(app, repository, "document.querySelector('.explorer-folders-view')?.innerText ?? ''");
  await expect.poll(listed, { timeout: 60_000 }).toContain(file);
}

/** Clicks into the middle of what a selector finds in the view of a repository. */
export async function clickIn(app: ElectronApplication, repository: string, selector: string): Promise<void> {
  const found = `(() => {
    const box = document.querySelector(${JSON.stringify(selector)})?.getBoundingClientRect();
    return box === undefined ? null : { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
  })()`;
  await expect.poll(() => inEditor(app, repository, found), { timeout: 20_000 }).not.toBeNull();
  const at = (await inEditor(app, repository, found)) as { x: number; y: number };
  await app.evaluate(
    ({ webContents }, { place, x, y }) => {
      const contents = webContents.getAllWebContents().find((one) => one.getURL().includes(place));
      for (const type of ['mouseDown', 'mouseUp'] as const)
        contents?.sendInputEvent({ type, x, y, button: 'left', clickCount: 1 });
    },
    { place: placeOf(repository), ...at },
  );
}

/** Types into what has the keys in the view of a repository. */
export function typeIn(app: ElectronApplication, repository: string, text: string): Promise<void> {
  return app.evaluate(
    async ({ webContents }, { place, typed }) => {
      const contents = webContents.getAllWebContents().find((one) => one.getURL().includes(place));
      await contents?.insertText(typed);
    },
    { place: placeOf(repository), typed: text },
  );
}

/** Presses Berth's own modifiers with a letter in the view of a repository, which is before menus and the page. */
export function pressOwn(app: ElectronApplication, repository: string, letter: string): Promise<void> {
  return app.evaluate(
    ({ webContents }, { place, keyCode, isMac }) => {
      const contents = webContents.getAllWebContents().find((one) => one.getURL().includes(place));
      const modifiers: ('control' | 'meta' | 'alt' | 'shift')[] = isMac ? ['control', 'meta'] : ['alt', 'shift'];
      for (const type of ['keyDown', 'keyUp'] as const) contents?.sendInputEvent({ type, keyCode, modifiers });
    },
    { place: placeOf(repository), keyCode: letter, isMac: process.platform === 'darwin' },
  );
}

/** How many native views are seen. */
export function shownCount(app: ElectronApplication): Promise<number> {
  return app.evaluate(
    ({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.contentView.children.filter((view) => view.getVisible()).length ?? 0,
  );
}
