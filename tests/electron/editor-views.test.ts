import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GateEntry } from '../../main/core/gate/gate.ts';
import { type Session, session } from './double/session.ts';
import { system } from './double/system.ts';
import { type EditorServer, startEditorServer } from './support/editor-server.ts';
import { startShell, type TestShell } from './support/start-shell.ts';

const bounds = { x: 200, y: 40, width: 900, height: 700 };

let shell: TestShell;
let server: EditorServer;
let one: GateEntry;
let two: GateEntry;

beforeAll(async () => {
  server = await startEditorServer((path) =>
    path.includes('/frame') ? '<p>frame</p>' : `<title>${path}</title><button>type</button>`,
  );
  shell = await startShell();
  one = await shell.gate.admit(server.target('alpha', 'site'));
  two = await shell.gate.admit(server.target('alpha-site', 'two'));
}, 30_000);
afterAll(async () => {
  await shell.close();
  await server.close();
});

const open = (tabId: string, profileId: string, instanceId: string, origin: string) =>
  shell.page.evaluate((input) => window.client.views.open(input), { tabId, profileId, instanceId, origin, bounds });
const close = (tabId: string) => shell.page.evaluate((input) => window.client.views.close(input), { tabId });

function viewAt(index: number) {
  const view = shell.window.views[index];
  if (view === undefined) throw new Error(`there is no view ${index}`);
  return view;
}

function partitionOf(index: number): Session {
  return viewAt(index).webContents.session;
}

describe('editor views', () => {
  it('open two instances with the gate’s cookie, each in a partition of its own', async () => {
    expect(await open('a', 'alpha', 'site', one.origin)).toEqual({ ok: true, value: {} });
    expect(await open('b', 'alpha-site', 'two', two.origin)).toEqual({ ok: true, value: {} });
    expect(viewAt(0).webContents.getURL()).toBe(`${one.origin}/vscode/site/`);
    expect(viewAt(0).background).not.toBe('#ffffff');
    expect(partitionOf(0).partition).toBe('persist:berth-alpha_site');
    expect(partitionOf(1).partition).toBe('persist:berth-alpha-site_two');

    const cookies = await Promise.all([0, 1].map(async (index) => (await partitionOf(index).context()).cookies()));
    for (const [index, entry] of [one, two].entries()) {
      const hosts = new Set(cookies[index]?.map(({ domain }) => domain));
      expect([...hosts]).toEqual([new URL(entry.origin).hostname]);
      expect(cookies[index]?.find(({ name }) => name === entry.cookie.name)).toMatchObject({
        value: entry.cookie.value,
        httpOnly: true,
        sameSite: 'Strict',
        path: '/',
        expires: -1,
      });
    }
    expect(await (await session.defaultSession.context()).cookies()).toEqual([]);
    expect(shell.gate.refusals()).toEqual({ host: 0, origin: 0, 'fetch-site': 0, cookie: 0 });
    expect(server.requests.every(({ headers }) => headers.cookie?.includes('code-server-session-'))).toBe(true);
  });

  it('show a plain browser page: no preload, no Electron, no Node, sandboxed', async () => {
    const { webContents } = viewAt(0);
    const { session: own, ...preferences } = webContents.preferences;
    expect(own?.partition).toBe('persist:berth-alpha_site');
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      disableBlinkFeatures: 'SharedWorker',
      navigateOnDragDrop: false,
      webviewTag: false,
      spellcheck: false,
      disableDialogs: true,
      safeDialogs: true,
      autoplayPolicy: 'document-user-activation-required',
      focusOnNavigation: false,
    });
    const page = await webContents.page;
    const found = await page.evaluate(() => {
      const names = ['require', 'process', 'module', 'Buffer', 'berth', 'electron', 'client'];
      return { names: names.filter((name) => name in globalThis), cookie: document.cookie };
    });
    expect(found.names).toEqual([]);
    expect(found.cookie).not.toContain(one.cookie.value);
    expect(await page.evaluate(() => window.isSecureContext)).toBe(true);
  });

  it('place a view where its tab is, cut to the window, and hide it', async () => {
    const place = (input: { tabId: string; bounds: typeof bounds; isVisible: boolean }) =>
      shell.page.evaluate((value) => window.client.views.place(value), input);
    expect(viewAt(0).getBounds()).toEqual(bounds);
    expect(viewAt(0).getVisible()).toBe(true);
    await place({ tabId: 'a', bounds: { x: -50, y: 10.4, width: 9_000, height: 100 }, isVisible: true });
    expect(viewAt(0).getBounds()).toEqual({ x: 0, y: 10, width: 1_280, height: 100 });
    await place({ tabId: 'a', bounds, isVisible: false });
    expect(viewAt(0).getVisible()).toBe(false);
    await place({ tabId: 'a', bounds: { ...bounds, width: 0 }, isVisible: true });
    expect(viewAt(0).getVisible()).toBe(false);
    shell.window.webContents.zoomFactor = 1.5;
    await place({ tabId: 'a', bounds: { x: 100, y: 100, width: 200, height: 200 }, isVisible: true });
    shell.window.webContents.zoomFactor = 1;
    expect(viewAt(0).getBounds()).toEqual({ x: 150, y: 150, width: 300, height: 300 });
    const missing = await place({ tabId: 'nobody', bounds, isVisible: true });
    expect(missing).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
  });

  it('stay inside their instance', async () => {
    const { webContents } = viewAt(0);
    const page = await webContents.page;
    const home = webContents.getURL();
    system.answer = 1;
    const leave = async (url: string) => {
      await page.evaluate((target) => {
        window.location.href = target;
      }, url);
      // A later script runs only when the navigation before it was decided.
      await page.evaluate(() => fetch('settled'));
      return webContents.getURL();
    };
    expect(await leave('https://elsewhere.invalid/')).toBe(home);
    expect(await leave(`${two.origin}/vscode/two/`)).toBe(home);
    expect(await leave(`${one.origin}/other/`)).toBe(home);
    const popups: string[] = [];
    webContents.on('did-create-window', (_window, { url }) => popups.push(url));
    await page.evaluate(() => window.open('https://popup.invalid/'));
    await expect.poll(() => system.questions.at(-1)?.message).toBe('Open popup.invalid outside Berth?');
    expect(popups).toEqual([]);
    await expect.poll(() => page.context().pages().length).toBe(1);
    await page.evaluate(() => {
      window.location.href = 'mailto:someone@example.com';
    });
    await expect.poll(() => system.questions.at(-1)?.message).toBe('Open someone@example.com outside Berth?');
    expect(system.opened).toEqual([]);

    // A page that asks without end can be silenced.
    system.ticks = true;
    expect(await leave('https://pest.invalid/')).toBe(home);
    await expect.poll(() => system.questions.at(-1)?.message).toBe('Open pest.invalid outside Berth?');
    system.ticks = false;
    const askedCount = system.questions.length;
    expect(await leave('https://pest.invalid/')).toBe(home);
    expect(system.questions.length).toBe(askedCount);
  });

  it('follow no redirect away, and frame only their own pages', async () => {
    const { webContents } = viewAt(0);
    const page = await webContents.page;
    const home = webContents.getURL();
    await page.evaluate(() => {
      window.location.href = 'away';
    });
    await page.evaluate(() => fetch('settled'));
    expect(webContents.getURL()).toBe(home);
    const decisions: [string, boolean][] = [];
    webContents.on('will-frame-navigate', ({ url, defaultPrevented }) => decisions.push([url, defaultPrevented]));
    const texts = await page.evaluate(
      async ([own, foreign]) => {
        // The foreign frame comes first: when the other has loaded, it has been decided about.
        const frames = [foreign, own].map((src) => Object.assign(document.createElement('iframe'), { src }));
        const loaded = new Promise((resolve) => frames[1]?.addEventListener('load', resolve));
        document.body.append(...frames);
        await loaded;
        return frames.map((frame) => frame.contentDocument?.body.textContent);
      },
      ['frame', 'https://elsewhere.invalid/frame'],
    );
    expect(texts[1]).toBe('frame');
    expect(texts[0]).not.toBe('frame');
    expect(decisions).toEqual([
      ['https://elsewhere.invalid/frame', true],
      [`${one.origin}/vscode/site/frame`, false],
    ]);
  });

  it('reach no address of this machine or its network but their own', async () => {
    const page = await viewAt(0).webContents.page;
    const before = server.requests.length;
    const outcomes = await page.evaluate(
      (urls) =>
        Promise.all(
          urls.map((url) =>
            fetch(url, { mode: 'no-cors' }).then(
              () => 'reached',
              () => 'blocked',
            ),
          ),
        ),
      [
        `http://127.0.0.1:${server.port}/`,
        `http://localhost:${server.port}/`,
        `http://2130706433:${server.port}/`,
        `http://[::ffff:127.0.0.1]:${server.port}/`,
        `${two.origin}/vscode/two/`,
        `${one.origin}/vscode/site/own`,
      ],
    );
    expect(outcomes).toEqual(['blocked', 'blocked', 'blocked', 'blocked', 'blocked', 'reached']);
    expect(server.requests.slice(before).map(({ url }) => url)).toEqual(['/vscode/site/own']);
    const socket = await page.evaluate(
      (port) =>
        new Promise<string>((resolve) => {
          const tried = new WebSocket(`ws://127.0.0.1:${port}/`);
          tried.addEventListener('open', () => resolve('open'));
          tried.addEventListener('close', () => resolve('closed'));
        }),
      server.port,
    );
    expect(socket).toBe('closed');
    expect(server.requests.length).toBe(before + 1);
  });

  it('may write the clipboard and nothing else unasked', async () => {
    const page = await viewAt(0).webContents.page;
    const granted = await page.evaluate(async () => {
      const names = ['geolocation', 'notifications', 'clipboard-read', 'clipboard-write', 'midi'];
      const states = names.map(async (name) => {
        const { state } = await navigator.permissions.query({ name: name as PermissionName });
        return state === 'granted' ? name : '';
      });
      return (await Promise.all(states)).filter(Boolean);
    });
    expect(granted).toEqual(['clipboard-write']);
  });

  it('ask where a download goes, under a harmless name', async () => {
    const page = await viewAt(0).webContents.page;
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'file';
      link.download = '';
      document.body.append(link);
      link.click();
    });
    await expect.poll(() => partitionOf(0).downloads.length).toBe(1);
    const asked = partitionOf(0).downloads[0]?.defaultPath ?? '';
    expect(asked).toMatch(/double-downloads[/\\]download-con\.txt$/);
  });

  it('refuse an instance the gate does not know, or another origin', async () => {
    const count = shell.window.views.length;
    const unknown = await open('c', 'alpha', 'nobody', one.origin);
    expect(unknown).toMatchObject({ ok: false, failure: { kind: 'gate-failed', stage: 'gate' } });
    const foreign = await open('c', 'alpha', 'site', 'https://elsewhere.invalid');
    expect(foreign).toMatchObject({ ok: false, failure: { kind: 'gate-failed' } });
    expect(shell.window.views.length).toBe(count);
  });

  it('show a page behind a port as they show an editor, and open it in the browser by an address that works once', async () => {
    const { port, target } = server;
    const { openChannel, place } = target('alpha', 'x');
    const entry = await shell.gate.admitPort({ profileId: 'alpha', hostName: 'alpha', port, place, openChannel });
    expect(await open('p', 'alpha', `port:${port}`, entry.origin)).toEqual({ ok: true, value: {} });
    expect(viewAt(2).webContents.getURL()).toBe(`${entry.origin}/`);
    expect(viewAt(2).background).toBe('#ffffff');
    expect(partitionOf(2).partition).toBe(`persist:berth-alpha_port.${port}`);
    expect(server.requests.at(-1)?.headers).toMatchObject({ host: `localhost:${port}` });
    const page = await viewAt(2).webContents.page;
    const isGranted = (name: string) =>
      page.evaluate(async (asked) => {
        const { state } = await navigator.permissions.query({ name: asked as PermissionName });
        return state === 'granted';
      }, name);
    expect([await isGranted('clipboard-read'), await isGranted('clipboard-write')]).toEqual([false, true]);
    const browse = (instanceId: string) =>
      shell.page.evaluate((input) => window.client.views.browse(input), { profileId: 'alpha', instanceId });
    expect(await browse(`port:${port}`)).toEqual({ ok: true, value: {} });
    expect(system.opened.pop()).toMatch(new RegExp(`^${entry.origin}/\\.berth/enter\\?ticket=[0-9a-f]{64}$`));
    expect(await browse('port:1')).toMatchObject({ ok: false, failure: { kind: 'gate-failed' } });
    expect(system.opened).toEqual([]);
    expect(await close('p')).toEqual({ ok: true, value: { isClosed: true } });
  });

  it('open once per tab, also when asked twice at the same time', async () => {
    await Promise.all([open('d', 'alpha', 'site', one.origin), open('d', 'alpha', 'site', one.origin)]);
    expect(shell.window.views.length).toBe(3);
    expect(await close('d')).toEqual({ ok: true, value: { isClosed: true } });
    expect(shell.window.views.length).toBe(2);
  });

  it('keep unsaved work until the user lets it go', async () => {
    const page = await viewAt(1).webContents.page;
    // Chromium asks only for pages the user touched.
    await page.click('button');
    await page.evaluate(() => window.addEventListener('beforeunload', (event) => event.preventDefault()));
    system.answer = 1;
    expect(await close('b')).toEqual({ ok: true, value: { isClosed: false } });
    const askedBefore = system.questions.length;
    const other = await viewAt(0).webContents.page;
    shell.window.close();
    // The tab without unsaved work goes; the other one asks, and stays. So the first comes back, as it is shown.
    await expect.poll(() => system.questions.length).toBe(askedBefore + 1);
    await expect.poll(() => shell.window.views.length).toBe(2);
    expect(other.isClosed()).toBe(true);
    expect(shell.window.isDestroyed()).toBe(false);
    system.answer = 0;
    expect(await close('b')).toEqual({ ok: true, value: { isClosed: true } });
    expect(page.isClosed()).toBe(true);
    expect(shell.window.views.length).toBe(1);
    expect(await close('b')).toEqual({ ok: true, value: { isClosed: true } });
  });
});
