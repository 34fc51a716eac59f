import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GateEntry } from '../../main/core/gate/gate.ts';
import { hasKeys } from './double/keyboard-focus.ts';
import { system } from './double/system.ts';
import type { WebContents } from './double/web-contents.ts';
import { type EditorServer, startEditorServer } from './support/editor-server.ts';
import { startShell, type TestShell } from './support/start-shell.ts';

const bounds = { x: 200, y: 40, width: 900, height: 700 };
const square = (colour: string) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><rect width="90" height="90" fill="${colour}"/></svg>`)}`;
const editorPage = `<meta charset="utf-8"><title>  My\u202e site </title><link rel="icon" href="${square('red')}">
  <button onclick="document.documentElement.requestFullscreen()">fill</button><p>needle and needle</p>`;

let shell: TestShell;
let server: EditorServer;
let entry: GateEntry;

beforeAll(async () => {
  server = await startEditorServer(() => editorPage);
  shell = await startShell();
  shell.window.hasFocus = true;
  entry = await shell.gate.admit(server.target('alpha', 'site'));
  await shell.page.evaluate(async () => {
    window.seen = {};
    const watch = async () => {
      for await (const state of window.client.views.watch({})) window.seen[state.tabId] = state;
    };
    void watch();
  });
}, 30_000);
afterAll(async () => {
  await shell.close();
  await server.close();
});

const ask = <T>(question: (input: { tabId: string }) => Promise<T>) => shell.page.evaluate(question, { tabId: 'a' });
const open = (tabId: string) =>
  shell.page.evaluate((input) => window.client.views.open(input), {
    tabId,
    profileId: 'alpha',
    instanceId: 'site',
    origin: entry.origin,
    bounds,
  });
const place = (isVisible: boolean, isCovered = false, tabId = 'a') =>
  shell.page.evaluate((input) => window.client.views.place(input), { tabId, bounds, isVisible, isCovered });
const state = (tabId = 'a') => shell.page.evaluate((id) => window.seen[id] ?? null, tabId);

function contentsOf(index = 0): WebContents {
  const view = shell.window.views[index];
  if (view === undefined) throw new Error(`there is no view ${index}`);
  return view.webContents;
}

describe('the view of a tab', () => {
  it('tells its title in one clean line and its icon as a small picture', async () => {
    expect(await open('a')).toEqual({ ok: true, value: {} });
    await expect.poll(() => state()).toMatchObject({ title: 'My site', condition: 'live', isLoading: false });
    await expect.poll(async () => (await state())?.icon ?? '').toMatch(/^data:image\/png;base64,/);
    const red = (await state())?.icon;
    const page = await contentsOf().page;
    const showIcon = (href: string) =>
      page.evaluate((address) => document.querySelector('link')?.setAttribute('href', address), href);
    await showIcon(square('blue'));
    await expect.poll(async () => (await state())?.icon).not.toBe(red);
    expect((await state())?.icon).toMatch(/^data:image\/png;base64,/);
    await showIcon('https://elsewhere.invalid/icon.png');
    await expect.poll(async () => (await state())?.icon).toBeNull();
    // A page whose process was taken over may answer anything.
    Object.assign(contentsOf(), { executeJavaScriptInIsolatedWorld: async () => square('red') });
    const before = shell.window.webContents.getURL();
    await showIcon(square('red'));
    await page.evaluate(() => {
      document.title = 'told later';
    });
    await expect.poll(async () => (await state())?.title).toBe('told later');
    expect((await state())?.icon).toBeNull();
    expect(shell.window.webContents.getURL()).toBe(before);
    Reflect.deleteProperty(contentsOf(), 'executeJavaScriptInIsolatedWorld');
  });

  it('asks seldom when its page leaves by itself, and never while it is hidden', async () => {
    const page = await contentsOf().page;
    await page.click('p');
    await page.evaluate(() => window.addEventListener('beforeunload', (event) => event.preventDefault()));
    system.answer = 1;
    const leave = async () => {
      const askedCount = system.questions.length;
      const decided = new Promise((resolve) => contentsOf().once('will-prevent-unload', resolve));
      await page.evaluate(() => window.location.reload());
      await decided;
      return system.questions.slice(askedCount).map(({ message }) => message);
    };
    await place(false);
    expect(await leave()).toEqual([]);
    await place(true);
    expect(await leave()).toEqual(['Leave “site” with unsaved changes?']);
    expect(await leave()).toEqual([]);
  });

  it('asks before it loads unsaved work again', async () => {
    const page = await contentsOf().page;
    system.answer = 1;
    await ask(({ tabId }) => window.client.views.reload({ tabId }));
    await expect.poll(() => system.questions.at(-1)?.message).toBe('Reload “site” with unsaved changes?');
    system.answer = 0;
    const loaded = page.waitForEvent('load');
    await ask(({ tabId }) => window.client.views.reload({ tabId }));
    await loaded;
  });

  it('has the keys while it is asked to, and not while it is hidden', async () => {
    await ask(({ tabId }) => window.client.views.focus({ tabId }));
    await expect.poll(async () => (await state())?.isFocused).toBe(true);
    await place(false, true);
    expect(hasKeys(shell.window.webContents)).toBe(true);
    await expect.poll(async () => (await state())?.isFocused).toBe(false);
    await place(true);
    expect(hasKeys(contentsOf())).toBe(true);
    await place(false, true);
    await ask(() => window.client.views.focus({ tabId: null }));
    await place(true);
    expect(hasKeys(shell.window.webContents)).toBe(true);
  });

  it('takes no keys because its page is loaded again', async () => {
    await ask(() => window.client.views.focus({ tabId: null }));
    const page = await contentsOf().page;
    await page.reload();
    await place(false);
    await page.reload();
    await place(true);
    expect(hasKeys(shell.window.webContents)).toBe(true);
  });

  it('waits for the keys until the user is back from another program, which they would be taken from', async () => {
    shell.window.hasFocus = false;
    await ask(({ tabId }) => window.client.views.focus({ tabId }));
    expect(hasKeys(contentsOf())).toBe(false);
    shell.window.hasFocus = true;
    shell.window.emit('focus');
    expect(hasKeys(contentsOf())).toBe(true);
    shell.window.hasFocus = false;
    await ask(() => window.client.views.focus({ tabId: null }));
    expect(hasKeys(contentsOf())).toBe(true);
    shell.window.hasFocus = true;
    shell.window.emit('focus');
    expect(hasKeys(shell.window.webContents)).toBe(true);
  });

  it('is zoomed and searched', async () => {
    await ask(({ tabId }) => window.client.views.zoom({ tabId, zoomFactor: 1.25 }));
    await expect.poll(async () => (await state())?.zoomFactor).toBe(1.25);
    contentsOf().emit('zoom-changed', {}, 'in');
    await expect.poll(async () => (await state())?.zoomFactor).toBe(1.35);
    expect(contentsOf().getZoomFactor()).toBe(1.35);
    await ask(({ tabId }) => window.client.views.find({ tabId, text: 'needle' }));
    await expect.poll(async () => (await state())?.found).toEqual({ matchCount: 2, activeMatch: 1 });
    await ask(({ tabId }) => window.client.views.find({ tabId, text: 'needle', isNext: true }));
    await expect.poll(async () => (await state())?.found).toEqual({ matchCount: 2, activeMatch: 2 });
    await ask(({ tabId }) => window.client.views.stopFind({ tabId }));
    await expect.poll(async () => (await state())?.found).toBeNull();
  });

  it('fills the window when its page asks for it, until it is hidden', async () => {
    const page = await contentsOf().page;
    await page.click('button');
    await expect.poll(async () => (await state())?.isFullscreen).toBe(true);
    expect(shell.window.views.at(-1)?.getBounds()).toEqual(shell.window.getContentBounds());
    shell.window.resizeTo(1_600, 900);
    expect(shell.window.views.at(-1)?.getBounds()).toEqual({ x: 0, y: 0, width: 1_600, height: 900 });
    await place(false);
    await expect.poll(async () => (await state())?.isFullscreen).toBe(false);
    await place(true);
    expect(shell.window.views.at(-1)?.getBounds()).toEqual(bounds);
    expect(await page.evaluate(() => document.fullscreenElement)).toBeNull();
  });

  it('has a picture also while it is hidden or unloaded', async () => {
    const picture = async () => {
      const answer = await ask(({ tabId }) => window.client.views.snapshot({ tabId }));
      return answer.ok ? (answer.value.image ?? '') : JSON.stringify(answer.failure);
    };
    const seen = await picture();
    expect(seen).toMatch(/^data:image\/jpeg;base64,\/9j\//);
    await place(false);
    expect(await picture()).toMatch(/^data:image\/jpeg;base64,\/9j\//);
    expect(await ask(({ tabId }) => window.client.views.unload({ tabId }))).toEqual({
      ok: true,
      value: { isUnloaded: true },
    });
    expect(shell.window.views.length).toBe(0);
    expect(await picture()).toMatch(/^data:image\/jpeg;base64,\/9j\//);
    await expect.poll(() => state()).toMatchObject({ condition: 'unloaded', title: 'My site', zoomFactor: 1.35 });
  });

  it('comes back where it was when it is shown, and asks nothing when it is unloaded', async () => {
    await place(true);
    await expect.poll(() => state()).toMatchObject({ condition: 'live', title: 'My site' });
    expect(contentsOf().getZoomFactor()).toBe(1.35);
    const page = await contentsOf().page;
    await page.evaluate(() => {
      window.location.hash = 'here';
    });
    await place(false);
    await ask(({ tabId }) => window.client.views.unload({ tabId }));
    await place(true);
    await expect.poll(() => state()).toMatchObject({ condition: 'live' });
    expect(contentsOf().getURL()).toBe(`${entry.origin}/vscode/site/#here`);

    const again = await contentsOf().page;
    await again.click('p');
    await again.evaluate(() => window.addEventListener('beforeunload', (event) => event.preventDefault()));
    const askedCount = system.questions.length;
    const answer = await ask(({ tabId }) => window.client.views.unload({ tabId }));
    expect(answer).toEqual({ ok: true, value: { isUnloaded: false } });
    expect(system.questions.length).toBe(askedCount);
    expect(again.isClosed()).toBe(false);
  });

  it('tells when its page crashed or takes no input, and loads it again when asked to', async () => {
    contentsOf().forcefullyCrashRenderer();
    await expect.poll(() => state()).toMatchObject({ condition: 'crashed' });
    expect(shell.window.views[0]?.getVisible()).toBe(false);
    await ask(({ tabId }) => window.client.views.reload({ tabId }));
    await expect.poll(() => state()).toMatchObject({ condition: 'live' });
    expect(shell.window.views.map((view) => view.getVisible())).toEqual([true]);
    expect(contentsOf().getURL()).toBe(`${entry.origin}/vscode/site/#here`);

    contentsOf().emit('unresponsive');
    await expect.poll(() => state()).toMatchObject({ condition: 'unresponsive' });
    contentsOf().emit('responsive');
    await expect.poll(() => state()).toMatchObject({ condition: 'live' });
    contentsOf().emit('unresponsive');
    system.answer = 1;
    expect(await ask(({ tabId }) => window.client.views.close({ tabId }))).toEqual({
      ok: true,
      value: { isClosed: false },
    });
    expect(system.questions.at(-1)?.message).toContain('does not respond');
    await ask(({ tabId }) => window.client.views.reload({ tabId }));
    await expect.poll(() => state()).toMatchObject({ condition: 'live' });
  });

  it('is unloaded when its page ends by itself', async () => {
    const page = await contentsOf().page;
    await page.close();
    await expect.poll(() => state()).toMatchObject({ condition: 'unloaded' });
    expect(shell.window.views.length).toBe(0);
    await place(true);
    await expect.poll(() => state()).toMatchObject({ condition: 'live' });
  });

  it('outlives the page around it, hidden until that asks for it again', async () => {
    const page = await contentsOf().page;
    await shell.page.reload();
    await shell.page.waitForFunction(() => 'client' in window);
    expect(shell.window.views.map((view) => view.getVisible())).toEqual([false]);
    expect(await open('a')).toEqual({ ok: true, value: {} });
    expect(shell.window.views.map((view) => view.getVisible())).toEqual([true]);
    expect(await contentsOf().page).toBe(page);
  });

  it('is asked about once, however often its window is closed meanwhile', async () => {
    const page = await contentsOf().page;
    await page.click('p');
    await page.evaluate(() => {
      window.onbeforeunload = (event) => event.preventDefault();
    });
    const askedCount = system.questions.length;
    system.answer = 1;
    const decided = new Promise((resolve) => contentsOf().once('will-prevent-unload', resolve));
    // As by the tray, while the window is out of sight: who stays has work to save in it.
    shell.window.hide();
    shell.window.close();
    shell.window.close();
    await decided;
    await expect.poll(() => shell.window.isVisible()).toBe(true);
    const closed = await ask(({ tabId }) => window.client.views.close({ tabId }));
    expect(closed).toEqual({ ok: true, value: { isClosed: false } });
    expect(system.questions.slice(askedCount).map(({ message }) => message)).toEqual([
      'Close “site” with unsaved changes?',
      'Close “site” with unsaved changes?',
    ]);
    expect(shell.window.isDestroyed()).toBe(false);
  });

  it('comes back when it is opened again while it is closed', async () => {
    system.answer = 0;
    const closed = ask(({ tabId }) => window.client.views.close({ tabId }));
    expect(await open('a')).toEqual({ ok: true, value: {} });
    await closed;
    expect(shell.window.views.map((view) => view.getVisible())).toEqual([true]);
    expect(contentsOf().getURL()).toBe(`${entry.origin}/vscode/site/`);
  });
});
