import { describe, expect, it } from 'vitest';
import { isTrustedSender } from '../../main/electron/page/trusted-senders.ts';
import {
  editorPermissions,
  forwardedPagePermissions,
  isPermitted,
  noPermissions,
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

describe('permissions', () => {
  it('of the app and of sessions nobody set up: none', () => {
    expect(all.filter((permission) => isPermitted(noPermissions, permission, 'app://berth/'))).toEqual([]);
    expect(isPermitted(noPermissions, 'fullscreen', 'null')).toBe(false);
  });

  it('of an editor: clipboard, full screen and its keys', () => {
    const policy = editorPermissions(origin);
    expect(all.filter((permission) => isPermitted(policy, permission, `${origin}/vscode/site/`))).toEqual([
      'clipboard-read',
      'clipboard-sanitized-write',
      'fullscreen',
      'keyboardLock',
    ]);
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
    expect(isPermitted(editorPermissions(origin), 'clipboard-read', url)).toBe(false);
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
