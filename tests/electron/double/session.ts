import { EventEmitter } from 'node:events';
import path from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { toChromium, toElectron } from './addresses.ts';
import { app } from './app.ts';
import { launchChromium } from './chromium.ts';
import { type DownloadItem, DownloadItemDouble } from './download-item.ts';
import { guardSockets } from './socket-guard.ts';
import { system } from './system.ts';

type PermissionRequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type PermissionCheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type DeviceHandler = Parameters<Electron.Session['setDevicePermissionHandler']>[0];
type DisplayHandler = Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0];
type Permission = Parameters<NonNullable<PermissionCheckHandler>>[1];
type RequestListener = (
  details: { readonly url: string },
  callback: (response: Electron.CallbackResponse) => void,
) => void;
type SchemeHandler = (request: Request) => Response | Promise<Response>;

type Preventable = Pick<Electron.Event, 'preventDefault'>;
type SessionEvents = { 'will-download': [event: Preventable, item: DownloadItem] };

/** Electron's permission names and what Chromium calls them when a page asks. */
const chromiumPermissions: readonly (readonly [Permission, string])[] = [
  ['clipboard-read', 'clipboard-read'],
  ['clipboard-sanitized-write', 'clipboard-write'],
  ['geolocation', 'geolocation'],
  ['notifications', 'notifications'],
  ['midi', 'midi'],
];

const sameSites = { strict: 'Strict', lax: 'Lax', no_restriction: 'None', unspecified: 'Lax' } as const;

/** The storage of sessions that last, by folder, while no process uses it. */
const disk = new Map<string, BrowserContext>();

class SessionDouble
  extends EventEmitter<SessionEvents>
  implements
    Pick<
      Electron.Session,
      | 'setPermissionRequestHandler'
      | 'setPermissionCheckHandler'
      | 'setDevicePermissionHandler'
      | 'setDisplayMediaRequestHandler'
      | 'allowNTLMCredentialsForDomains'
      | 'resolveHost'
      | 'resolveProxy'
      | 'setProxy'
    >
{
  readonly partition: string;
  readonly schemes = new Map<string, SchemeHandler>();
  permissionRequest: PermissionRequestHandler = null;
  permissionCheck: PermissionCheckHandler = null;
  devicePermission: DeviceHandler = null;
  displayMedia: DisplayHandler = null;
  /** Downloads that were asked about: the dialog they would show, or null when refused. */
  readonly downloads: (Electron.SaveDialogOptions | null)[] = [];
  #isSpellChecked = true;
  #beforeRequest: RequestListener | null = null;
  #context: Promise<BrowserContext> | null = null;

  readonly webRequest = {
    onBeforeRequest: (listener: RequestListener | null) => {
      this.#beforeRequest = listener;
    },
  };
  readonly cookies = {
    set: async ({
      url,
      name = '',
      value = '',
      domain,
      path = '/',
      httpOnly = false,
      secure = false,
      sameSite,
    }: Electron.CookiesSetDetails) => {
      const host = domain === undefined ? new URL(url).hostname : `.${domain}`;
      const cookie = { name, value, domain: host, path, httpOnly, secure, sameSite: sameSites[sameSite ?? 'lax'] };
      await (await this.context()).addCookies([cookie]);
    },
  };

  constructor(partition: string) {
    super();
    this.partition = partition;
  }

  setPermissionRequestHandler(handler: PermissionRequestHandler): void {
    this.permissionRequest = handler;
  }
  setPermissionCheckHandler(handler: PermissionCheckHandler): void {
    this.permissionCheck = handler;
  }
  setDevicePermissionHandler(handler: DeviceHandler): void {
    this.devicePermission = handler;
  }
  setDisplayMediaRequestHandler(handler: DisplayHandler): void {
    this.displayMedia = handler;
  }

  /** What the system's proxy is, as Chromium tells it. */
  systemProxy = 'DIRECT';
  async resolveProxy(_url: string): Promise<string> {
    return this.systemProxy;
  }

  /** Holds from the first page of the session on. */
  proxy: Electron.ProxyConfig = { mode: 'system' };
  async setProxy(config: Electron.ProxyConfig): Promise<void> {
    this.proxy = config;
  }

  /** The browser context that plays this session. */
  context(): Promise<BrowserContext> {
    this.#context ??= this.#makeContext();
    return this.#context;
  }

  /** Whether the session's `onBeforeRequest` cancels a request; like Electron, it waits for as long as the listener thinks. */
  async isCancelled(url: string): Promise<boolean> {
    const listener = this.#beforeRequest;
    if (listener === null) return false;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    listener({ url: toElectron(url) }, ({ cancel }) => resolve(cancel === true));
    return promise;
  }

  /** To whom Windows offers the user's sign-in; null: to whom it likes. */
  signInDomains: string | null = null;
  allowNTLMCredentialsForDomains(domains: string): void {
    this.signInDomains = domains;
  }

  /** The only names that are found; a test gives them their address. */
  readonly names = new Map<string, string>();
  async resolveHost(host: string): Promise<Electron.ResolvedHost> {
    const address = this.names.get(host);
    if (address === undefined) throw new Error('net::ERR_NAME_NOT_RESOLVED');
    return { endpoints: [{ address, family: address.includes(':') ? 'ipv6' : 'ipv4' }] };
  }

  /** Grants a page what the check handler lets it have; everything when there is no handler. */
  async grantPermissions(url: string): Promise<void> {
    const { origin } = new URL(toChromium(url));
    const granted = chromiumPermissions.filter(
      ([name]) =>
        this.permissionCheck?.(null, name, toElectron(`${origin}/`), {
          requestingUrl: url,
          isMainFrame: true,
        }) ?? true,
    );
    await (await this.context()).grantPermissions(
      granted.map(([, name]) => name),
      { origin },
    );
  }

  /** Follows the downloads of a page; they are saved where the user chooses. */
  watchDownloads(page: Page): void {
    page.on('download', (download) => {
      let isRefused = false;
      const preventDefault = () => {
        isRefused = true;
      };
      const item = new DownloadItemDouble(download);
      this.emit('will-download', { preventDefault }, item);
      this.downloads.push(isRefused ? null : item.dialog);
      const name = path.basename(item.dialog.defaultPath ?? item.getFilename());
      const { downloadDirectory } = system;
      const isSaved = !isRefused && downloadDirectory !== null;
      void item.choose(isSaved ? path.join(downloadDirectory, name) : null);
    });
  }

  /** Whether words are checked against a dictionary, as Electron does unless told otherwise. */
  isSpellCheckerEnabled(): boolean {
    return this.#isSpellChecked;
  }
  setSpellCheckerEnabled(isEnabled: boolean): void {
    this.#isSpellChecked = isEnabled;
  }

  /** Ends the session with the process: its storage is kept where the partition lasts, all else is gone. */
  async end(): Promise<void> {
    const context = await this.#context;
    this.#context = null;
    this.removeAllListeners();
    if (context === null) return;
    if (!this.#isLasting) {
      await context.close();
      return;
    }
    await Promise.all(context.pages().map((page) => page.close()));
    const passing = (await context.cookies()).filter(({ expires }) => expires === -1);
    for (const { name, domain, path } of passing) await context.clearCookies({ name, domain, path });
    await context.clearPermissions();
    disk.set(this.#folder, context);
  }

  get #isLasting(): boolean {
    return this.partition === '' || this.partition.startsWith('persist:');
  }

  get #folder(): string {
    return `${app.getPath('userData')}/${this.partition}`;
  }

  async #makeContext(): Promise<BrowserContext> {
    const kept = this.#isLasting ? disk.get(this.#folder) : undefined;
    if (kept !== undefined) {
      disk.delete(this.#folder);
      return kept;
    }
    const browser = await launchChromium();
    const { proxyRules: server, proxyBypassRules: bypass = '' } = this.proxy;
    const context = await browser.newContext({
      ignoreHTTPSErrors: false,
      serviceWorkers: 'allow',
      ...(server === undefined ? {} : { proxy: { server, bypass: bypass.replaceAll(';', ',') } }),
    });
    await guardSockets(context);
    return context;
  }
}

const sessions = new Map<string, SessionDouble>();

/** Ends every session, as the end of the process does. */
export async function endSessions(): Promise<void> {
  const ended = [...sessions.values()];
  sessions.clear();
  await Promise.all(ended.map((one) => one.end()));
}

/** The session of a partition; `''` is the default one. */
function fromPartition(partition: string): SessionDouble {
  let found = sessions.get(partition);
  if (found === undefined) {
    found = new SessionDouble(partition);
    sessions.set(partition, found);
    app.emit('session-created', found);
  }
  return found;
}

export const session = {
  fromPartition,
  get defaultSession(): SessionDouble {
    return fromPartition('');
  },
};

export const protocol = {
  registerSchemesAsPrivileged: (_schemes: Electron.CustomScheme[]): void => undefined,
  handle: (scheme: string, handler: SchemeHandler): void => {
    session.defaultSession.schemes.set(scheme, handler);
  },
};

export type Session = SessionDouble;
