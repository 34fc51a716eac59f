import { describe, expect, it } from 'vitest';
import { isTrustedSender } from '../../main/electron/page/trusted-senders.ts';
import {
  appPermissions,
  type Consent,
  editorPermissions,
  type FileRequest,
  forwardedPagePermissions,
  isPermitted,
  noPermissions,
  requestPermission,
} from '../../main/electron/safety/permissions.ts';

/** Every permission Electron 45 may ask about, as electron.d.ts lists them. */
const all = `ar automatic-fullscreen background-fetch background-sync captured-surface-control clipboard-read
  clipboard-sanitized-write deprecated-sync-clipboard-read display-capture fileSystem fullscreen geolocation
  geolocation-approximate hand-tracking hid idle-detection keyboardLock local-fonts local-network local-network-access
  loopback-network media mediaKeySystem midi midiSysex nfc notifications openExternal payment-handler
  periodic-background-sync persistent-storage pointerLock screen-wake-lock sensors serial smart-card speaker-selection
  storage-access system-wake-lock top-level-storage-access usb vr web-app-installation web-printing window-management
  unknown`.split(/\s+/);

const origin = 'http://i-00aa.localhost:4123';

const consent = (isGiven: boolean): Consent => ({ isGiven: () => isGiven, ask: async () => isGiven });

describe('permissions', () => {
  it('of sessions nobody set up: none', () => {
    expect(all.filter((permission) => isPermitted(noPermissions, permission, 'app://berth/'))).toEqual([]);
    expect(isPermitted(noPermissions, 'fullscreen', 'null')).toBe(false);
  });

  it('of the app’s own page: to copy what a button says', () => {
    const policy = appPermissions('app://berth');
    const granted = (url: string) => all.filter((permission) => isPermitted(policy, permission, url));
    expect(granted('app://berth/')).toEqual(['clipboard-sanitized-write']);
    for (const url of [
      'app://other/',
      'data:text/html,x',
      'file:///etc/passwd',
      'about:blank',
      'blob:null/1',
      'null',
    ]) {
      expect([url, granted(url)]).toEqual([url, []]);
    }
  });

  it('of an editor: to copy, full screen and its keys; the clipboard once the user said yes', async () => {
    const granted = (isGiven: boolean) =>
      all.filter((permission) =>
        isPermitted(editorPermissions(origin, consent(isGiven)), permission, `${origin}/vscode/site/`),
      );
    expect(granted(false)).toEqual(['clipboard-sanitized-write', 'fullscreen', 'keyboardLock']);
    expect(granted(true)).toEqual(['clipboard-read', 'clipboard-sanitized-write', 'fullscreen', 'keyboardLock']);
    const request = (permission: string) =>
      requestPermission(editorPermissions(origin, consent(true)), permission, `${origin}/`);
    const allowed = await Promise.all(all.map(async (permission) => ((await request(permission)) ? permission : '')));
    expect(allowed.filter(Boolean)).toEqual(granted(true));
  });

  it('of an editor for files: those that the user picked and allowed, and none where nobody is asked', async () => {
    const asked: FileRequest[] = [];
    const files = {
      isGranted: (path: string, isWritable: boolean) => path === '/home/me/known' && !isWritable,
      ask: async (request: FileRequest) => asked.push(request) > 0,
    };
    const policy = editorPermissions(origin, consent(false), files);
    const url = `${origin}/`;
    expect(isPermitted(policy, 'fileSystem', url, { filePath: '/home/me/known', fileAccessType: 'readable' })).toBe(
      true,
    );
    expect(isPermitted(policy, 'fileSystem', url, { filePath: '/home/me/known', fileAccessType: 'writable' })).toBe(
      false,
    );
    expect(isPermitted(policy, 'fileSystem', url)).toBe(false);
    expect(isPermitted(policy, 'fileSystem', 'https://a.invalid/', { filePath: '/home/me/known' })).toBe(false);
    const details = { filePath: '/home/me/x', isDirectory: true, fileAccessType: 'writable' } as const;
    expect(await requestPermission(policy, 'fileSystem', url, details)).toBe(true);
    expect(await requestPermission(policy, 'fileSystem', 'https://a.invalid/', details)).toBe(false);
    expect(await requestPermission(policy, 'fileSystem', url)).toBe(false);
    expect(asked).toEqual([{ path: '/home/me/x', isDirectory: true, isWritable: true }]);
    expect(await requestPermission(editorPermissions(origin, consent(true)), 'fileSystem', url, details)).toBe(false);
  });

  it('of a forwarded page: to be copied from and to fill the screen, but not to read the clipboard or to keep Escape', () => {
    const policy = forwardedPagePermissions(origin);
    expect(all.filter((permission) => isPermitted(policy, permission, `${origin}/`))).toEqual([
      'clipboard-sanitized-write',
      'fullscreen',
    ]);
  });

  it.each([
    'http://i-00aa.localhost:4124/',
    'http://i-00ab.localhost:4123/',
    'https://elsewhere.example/',
    'null',
    '',
    'not a url',
    'data:text/html,x',
  ])('of an editor are not for %s', (url) => {
    expect(isPermitted(editorPermissions(origin, consent(true)), 'clipboard-read', url)).toBe(false);
  });
});

describe('a trusted sender', () => {
  const top = { url: 'app://berth/index.html', parent: null };
  const known = new Set([7]);

  it('is the top frame of the app’s page in a window of ours', () => {
    expect(isTrustedSender({ senderFrame: top, sender: { id: 7 } }, known)).toBe(true);
  });

  it.each([
    ['another window', { senderFrame: top, sender: { id: 8 } }],
    ['a frame that is gone', { senderFrame: null, sender: { id: 7 } }],
    ['a frame inside', { senderFrame: { ...top, parent: top }, sender: { id: 7 } }],
    ['another origin', { senderFrame: { url: 'https://berth/', parent: null }, sender: { id: 7 } }],
    ['a look-alike host', { senderFrame: { url: 'app://berth.example/', parent: null }, sender: { id: 7 } }],
    ['a look-alike with user part', { senderFrame: { url: 'app://berth@example/', parent: null }, sender: { id: 7 } }],
    ['an empty document', { senderFrame: { url: 'about:blank', parent: null }, sender: { id: 7 } }],
  ])('is not %s', (_name, sender) => {
    expect(isTrustedSender(sender, known)).toBe(false);
  });
});
