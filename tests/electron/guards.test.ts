import { EventEmitter } from 'node:events';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardEverything } from '../../main/electron/safety/guard-everything.ts';
import { isLedThroughProxy, leadThroughProxy, openHostProxy } from '../../main/electron/safety/host-proxy.ts';
import { guardNavigation } from '../../main/electron/safety/navigation-guard.ts';
import { appPagePreferences, hostPagePreferences } from '../../main/electron/safety/page-preferences.ts';
import { applyPermissions, editorPermissions } from '../../main/electron/safety/permissions.ts';
import { guardRequests } from '../../main/electron/safety/request-guard.ts';
import { app } from './double/app.ts';
import { session } from './double/session.ts';

const home = { origin: 'http://i-00aa.berth.localhost:4123', path: '/vscode/site/' };

/** An event of Electron's that notes whether it is called off. */
function cancellable<T extends object>(details: T) {
  const event = {
    ...details,
    isPrevented: false,
    preventDefault: () => {
      event.isPrevented = true;
    },
  };
  return event;
}

/** Contents that show nothing: events go in, and what the guards set comes out. */
class BareContents extends EventEmitter {
  openHandler = (_details: { url: string }): { action: string } => ({ action: 'allow' });
  webRtcPolicy = 'default';
  setWindowOpenHandler(handler: typeof this.openHandler): void {
    this.openHandler = handler;
  }
  setWebRTCIPHandlingPolicy(policy: string): void {
    this.webRtcPolicy = policy;
  }
  /** Whether somebody calls it off. */
  isRefused(name: string, url = 'https://elsewhere.invalid/', isMainFrame = true): boolean {
    const event = cancellable({ url, isMainFrame });
    this.emit(name, event);
    return event.isPrevented;
  }
}

const madeContents = (): BareContents => {
  const contents = new BareContents();
  app.emit('web-contents-created', {}, contents as never);
  return contents;
};

let closeProxy: () => void;
beforeAll(async () => {
  guardEverything();
  closeProxy = await openHostProxy();
});
afterAll(() => closeProxy());

describe('whatever is made', () => {
  it('as a session may do nothing, and signs nobody in', () => {
    const made = session.fromPartition('nobodys');
    const answers: boolean[] = [];
    const details = { requestingUrl: 'https://a.invalid/', isMainFrame: true };
    made.permissionRequest?.(null as never, 'media', (isGranted) => answers.push(isGranted), details);
    expect(made.permissionRequest).not.toBeNull();
    expect(made.permissionCheck?.(null, 'media', 'https://a.invalid/', details)).toBe(false);
    expect(made.signInDomains).toBe('berth.invalid');
  });

  it('as contents opens nothing, holds no webview, goes nowhere and calls nobody', () => {
    const contents = madeContents();
    expect(contents.openHandler({ url: 'https://a.invalid/' })).toEqual({ action: 'deny' });
    expect(['will-attach-webview', 'will-navigate'].map((name) => contents.isRefused(name))).toEqual([true, true]);
    expect(contents.webRtcPolicy).toBe('disable_non_proxied_udp');
  });

  it('shows no certificate of the user', () => {
    const given: unknown[] = [];
    const event = cancellable({});
    const certificates = [{ subjectName: 'me' } as Electron.Certificate];
    app.emit('select-client-certificate', event, null, 'https://a.invalid/', certificates, (one) => given.push(one));
    expect([event.isPrevented, given]).toEqual([true, [undefined]]);
  });
});

describe('a guarded page', () => {
  const contents = madeContents();
  guardNavigation(contents as never, { home, name: null, isSeen: () => true }, pino({ level: 'silent' }));
  const inside = `${home.origin}/vscode/site/x`;
  const outside = `${home.origin}/vscode/other/`;

  it.each([
    ['will-navigate', true],
    ['will-redirect', true],
    ['will-redirect', false],
    ['will-frame-navigate', false],
  ])('stays home in %s (top frame: %s)', (name, isMainFrame) => {
    expect(contents.isRefused(name, outside, isMainFrame)).toBe(true);
    expect(contents.isRefused(name, inside, isMainFrame)).toBe(false);
  });

  it('opens no window', () => {
    expect(contents.openHandler({ url: inside })).toEqual({ action: 'deny' });
  });
});

describe('a guarded session', () => {
  it('asks for what must be asked, and has no device and no screen', async () => {
    const guarded = session.fromPartition('guarded');
    let askedCount = 0;
    const ask = async () => {
      askedCount += 1;
      return true;
    };
    const consent = { isGiven: () => false, ask };
    applyPermissions(guarded as never, editorPermissions(home.origin, consent));
    const request = (permission: 'clipboard-read' | 'media', requestingUrl: string) =>
      new Promise<boolean>((resolve) => {
        guarded.permissionRequest?.(null as never, permission, resolve, { requestingUrl, isMainFrame: true });
      });
    const check = (permission: 'clipboard-read' | 'fullscreen') =>
      guarded.permissionCheck?.(null, permission, `${home.origin}/`, { isMainFrame: true });
    expect([check('clipboard-read'), check('fullscreen')]).toEqual([false, true]);
    expect([await request('media', `${home.origin}/`), await request('clipboard-read', 'https://a.invalid/')]).toEqual([
      false,
      false,
    ]);
    expect([askedCount, await request('clipboard-read', `${home.origin}/`), askedCount]).toEqual([0, true, 1]);
    expect(guarded.devicePermission?.({ deviceType: 'hid', origin: home.origin, device: {} as never })).toBe(false);
    const streams: unknown[] = [];
    guarded.displayMedia?.({ videoRequested: true } as never, (given) => streams.push(given));
    expect(streams).toEqual([null]);
  });

  it('requests its own origin and what is outside, also by name', async () => {
    const guarded = session.fromPartition('asking');
    guarded.names.set('inside.example', '192.168.0.1').set('outside.example', '93.184.216.34');
    guardRequests(guarded as never, home.origin);
    const urls = ['http://127.0.0.1/', 'https://inside.example/', 'https://outside.example/', `${home.origin}/x`];
    expect(await Promise.all(urls.map((url) => guarded.isCancelled(url)))).toEqual([true, true, false, false]);
  });

  it('goes through the proxy that leads outside, but for its origin; through the system’s where there is one', async () => {
    const led = session.fromPartition('led');
    leadThroughProxy(led as never, home.origin);
    await isLedThroughProxy(led as never);
    expect(led.proxy).toEqual({
      mode: 'fixed_servers',
      proxyRules: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      proxyBypassRules: '<-loopback>;i-00aa.berth.localhost:4123',
    });
    session.defaultSession.systemProxy = 'PROXY proxy.example:8080';
    leadThroughProxy(led as never, home.origin);
    await isLedThroughProxy(led as never);
    expect(led.proxy).toEqual({ mode: 'system' });
  });
});

describe('the preferences of a page', () => {
  const every = {
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  };

  it('are fixed: of Berth’s own', () => {
    const preferences = appPagePreferences('preload.cjs', true);
    expect(preferences).toEqual({ ...every, preload: 'preload.cjs', devTools: false });
    expect(Object.isFrozen(preferences)).toBe(true);
  });

  it('are fixed: of a host’s, without a preload', () => {
    const made = session.fromPartition('shown');
    const preferences = hostPagePreferences(made as never, false);
    expect(preferences).toEqual({
      ...every,
      session: made,
      disableBlinkFeatures: 'SharedWorker',
      disableDialogs: true,
      safeDialogs: true,
      autoplayPolicy: 'document-user-activation-required',
      focusOnNavigation: false,
    });
    expect(Object.isFrozen(preferences)).toBe(true);
    expect(hostPagePreferences(made as never, true).disableDialogs).toBe(false);
  });
});
