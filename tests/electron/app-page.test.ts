import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { app } from './double/app.ts';
import { session } from './double/session.ts';
import { powerMonitor, system } from './double/system.ts';
import { BrowserWindow } from './double/window.ts';
import { startEditorServer } from './support/editor-server.ts';
import { startShell, type TestShell } from './support/start-shell.ts';

let shell: TestShell;
beforeAll(async () => {
  shell = await startShell();
}, 30_000);
afterAll(() => shell.close());

describe('the app page', () => {
  it('lives on app://berth in a sandboxed, isolated window without webviews', () => {
    expect(shell.window.webContents.getURL()).toBe('app://berth/');
    expect(app.isSandboxForced).toBe(true);
    const { preload: _preload, ...preferences } = shell.window.webContents.preferences;
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      webviewTag: false,
      spellcheck: false,
      devTools: true,
    });
  });

  it('sees exactly one function of the preload and nothing of Electron or Node', async () => {
    const seen = await shell.page.evaluate(() => {
      const page = globalThis as unknown as Record<string, unknown>;
      const api = page.berth as Record<string, unknown>;
      return {
        api: Object.entries(api).map(([name, value]) => `${name}: ${typeof value}`),
        isFrozen: Object.isFrozen(api),
        leaks: ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer', 'doubleToMain'].filter(
          (name) => name in page,
        ),
      };
    });
    expect(seen).toEqual({ api: ['requestPort: function'], isFrozen: true, leaks: [] });
  });

  it('calls the contract over its port', async () => {
    const info = await shell.page.evaluate(() => window.client.shell.info({}));
    expect(info).toEqual({
      ok: true,
      value: { shell: 'electron', version: '0.0.0-double', editorHost: 'view' },
    });
    const list = await shell.page.evaluate(() => window.client.profiles.list({}));
    expect(list).toEqual({ ok: true, value: [] });
  });

  it('gets a new port after a reload, and the old one is closed', async () => {
    await shell.page.evaluate(() => window.location.reload());
    await shell.page.waitForFunction(() => 'client' in window);
    const info = await shell.page.evaluate(() => window.client.shell.info({}));
    expect(info.ok).toBe(true);
  });

  it('runs no inline script and sends strict headers', async () => {
    expect(await shell.page.title()).toBe('Fixture');
    const result = await shell.page.evaluate(async () => {
      const script = document.createElement('script');
      script.textContent = 'window.planted = 1';
      document.body.append(script);
      const response = await fetch('index.html');
      return {
        planted: 'planted' in window,
        policy: response.headers.get('content-security-policy'),
        sniff: response.headers.get('x-content-type-options'),
        opener: response.headers.get('cross-origin-opener-policy'),
        resource: response.headers.get('cross-origin-resource-policy'),
      };
    });
    expect(result).toMatchObject({
      planted: false,
      sniff: 'nosniff',
      opener: 'same-origin',
      resource: 'same-origin',
    });
    expect(result.policy).toContain("script-src 'self';");
    expect(result.policy).toContain("frame-src 'none';");
  });

  it('cannot reach out: no request leaves to another origin', async () => {
    const reached = await shell.page.evaluate(() =>
      fetch('https://elsewhere.invalid/').then(
        () => 'reached',
        (error: unknown) => String(error),
      ),
    );
    expect(reached).toMatch(/Failed to fetch/);
    const violations = await shell.page.evaluate(async () => {
      const violation = new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
      });
      fetch('https://elsewhere.invalid/').catch(() => undefined);
      return violation;
    });
    expect(violations).toBe('connect-src');
  });

  it('stays home: navigation and popups are refused, https links are offered with their host', async () => {
    system.answer = 1;
    await shell.page.evaluate(() => {
      window.location.href = 'https://elsewhere.invalid/page';
    });
    await expect.poll(() => system.questions.at(-1)?.message).toBe('Open elsewhere.invalid outside Berth?');
    expect(shell.window.webContents.getURL()).toBe('app://berth/');
    expect(system.opened).toEqual([]);

    system.answer = 0;
    await shell.page.evaluate(() => window.open('https://docs.example.com/help'));
    await expect.poll(() => system.opened).toEqual(['https://docs.example.com/help']);
    await shell.page.evaluate(() => window.open('file:///etc/passwd'));
    await shell.page.evaluate(() => window.client.shell.info({}));
    await expect.poll(() => shell.page.context().pages().length).toBe(1);
    expect(system.opened).toEqual(['https://docs.example.com/help']);
    expect(await shell.page.evaluate(() => document.querySelector('h1')?.textContent)).toBe('Berth');
  });

  it('may ask the browser for nothing but to copy what a button says', async () => {
    const states = await shell.page.evaluate(() =>
      Promise.all(
        ['geolocation', 'notifications', 'clipboard-read', 'clipboard-write', 'midi'].map(async (name) => {
          const { state } = await navigator.permissions.query({ name: name as PermissionName });
          return `${name} ${state}`;
        }),
      ),
    );
    expect(states.filter((state) => state.endsWith('granted'))).toEqual(['clipboard-write granted']);
    expect(session.defaultSession.devicePermission?.({ deviceType: 'usb', origin: '', device: {} as never })).toBe(
      false,
    );
  });
});

describe('a stranger', () => {
  it('with the same preload gets no port: neither from another window nor from another origin', async () => {
    const server = await startEditorServer(() => '<h1>stranger</h1>');
    for (const url of ['app://berth/', `http://127.0.0.1:${server.port}/`]) {
      const refusedBefore = shell.refusedUrls().length;
      const stranger = new BrowserWindow({ webPreferences: { preload: shell.built.preload } });
      const page = await stranger.webContents.page;
      await page.addInitScript(() => {
        window.addEventListener('message', () => {
          document.title = 'a port came';
        });
      });
      await stranger.loadURL(url);
      await page.evaluate(() => (window as unknown as { berth: { requestPort(): void } }).berth.requestPort());
      await expect.poll(() => shell.refusedUrls().slice(refusedBefore)).toContain(url);
      expect(await page.title()).not.toBe('a port came');
      stranger.destroy();
    }
    await server.close();
  });

  it('does not exist for sessions nobody set up: they grant nothing', () => {
    const made = session.fromPartition('made-by-nobody');
    expect(made.permissionCheck?.(null, 'geolocation', 'https://a.invalid/', { isMainFrame: true })).toBe(false);
    expect(made.permissionRequest).not.toBeNull();
  });
});

describe('the shell around the page', () => {
  it('wakes the core when the machine resumes', () => {
    powerMonitor.emit('resume');
    expect(shell.wakeCount()).toBe(1);
  });

  it('brings its window forward when it is started again', () => {
    // Only this makes the app the active one on macOS, where the window may be seen all the while.
    const show = vi.spyOn(shell.window, 'show');
    app.emit('second-instance', {}, []);
    expect(show).toHaveBeenCalledOnce();
    expect(shell.window.focusCount).toBe(1);
  });

  it('ends the core before it quits, once', async () => {
    const quit = new Promise<void>((resolve) => app.once('quit', () => resolve()));
    shell.window.close();
    await quit;
    expect(shell.disposeCount()).toBe(1);
  });
});
