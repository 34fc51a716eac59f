import { app } from '#electron';
import { isGuarded } from './navigation-guard.ts';
import { applyPermissions, noPermissions } from './permissions.ts';

/** Never a real domain: the only one that this user's Windows sign-in is offered to. */
const NOBODYS_DOMAIN = 'berth.invalid';

/**
 * What nobody set up deliberately may do nothing: sessions get no permission, contents no popup, no webview and no way to
 * another page; and no page at all is told who the user is. Call it before the app is ready.
 */
export function guardEverything(): void {
  app.on('session-created', (created) => {
    applyPermissions(created, noPermissions);
    // Else Chromium decides by the zones of Windows whom it sends the user's name and a proof of the password.
    created.allowNTLMCredentialsForDomains(NOBODYS_DOMAIN);
  });
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.on('will-navigate', (event) => {
      if (!isGuarded(contents)) event.preventDefault();
    });
    // Calls between browsers ask other machines directly, which no request handler hears of, and tell a page the addresses
    // of this one.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  });
  // Left alone, Electron shows the first certificate of the user's store to any server that asks for one.
  app.on('select-client-certificate', (event, _contents, _url, _certificates, callback) => {
    event.preventDefault();
    callback();
  });
}
