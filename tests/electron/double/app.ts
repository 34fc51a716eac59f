import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { launchChromium } from './chromium.ts';
import type { Session } from './session.ts';
import type { WebContents } from './web-contents.ts';

type Preventable = Pick<Electron.Event, 'preventDefault'>;
type AppEvents = {
  'session-created': [session: Session];
  'web-contents-created': [event: object, contents: WebContents];
  'window-all-closed': [];
  'second-instance': [event: object, args: string[]];
  'open-url': [event: Preventable, url: string];
  activate: [];
  'before-quit': [];
  'will-quit': [event: Preventable];
  'select-client-certificate': [
    event: Preventable,
    contents: WebContents | null,
    url: string,
    certificates: readonly Electron.Certificate[],
    callback: (certificate?: Electron.Certificate) => void,
  ];
  'child-process-gone': [event: object, details: Electron.Details];
  quit: [exitCode: number];
};

class AppDouble
  extends EventEmitter<AppEvents>
  implements
    Pick<
      Electron.App,
      | 'whenReady'
      | 'isReady'
      | 'enableSandbox'
      | 'quit'
      | 'exit'
      | 'getVersion'
      | 'getPath'
      | 'setPath'
      | 'getAppPath'
      | 'isPackaged'
      | 'requestSingleInstanceLock'
      | 'relaunch'
      | 'releaseSingleInstanceLock'
      | 'disableHardwareAcceleration'
      | 'getGPUFeatureStatus'
      | 'getLocale'
      | 'setBadgeCount'
      | 'setAppUserModelId'
      | 'setAsDefaultProtocolClient'
    >
{
  /** A test sets it to play an installed app. */
  isPackaged = false;
  /** True once every renderer is sandboxed whatever its preferences say. */
  isSandboxForced = false;
  /** What `requestSingleInstanceLock` answers; a test sets it to play the second copy. */
  isFirstInstance = true;
  /** Whether another copy may start by now. */
  hasReleasedLock = false;

  /** The arguments of the starts that were asked for. */
  readonly relaunches: (readonly string[])[] = [];
  isGraphicsCardUsed = true;

  #isReady = false;

  async whenReady(): Promise<void> {
    await launchChromium();
    this.#isReady = true;
  }
  isReady(): boolean {
    return this.#isReady;
  }
  enableSandbox(): void {
    this.isSandboxForced = true;
  }
  requestSingleInstanceLock(): boolean {
    return this.isFirstInstance;
  }
  releaseSingleInstanceLock(): void {
    this.hasReleasedLock = true;
  }
  relaunch({ args = process.argv.slice(1) }: Electron.RelaunchOptions = {}): void {
    this.relaunches.push(args);
  }
  disableHardwareAcceleration(): void {
    if (this.#isReady) throw new Error('app.disableHardwareAcceleration() can only be called before app is ready');
    this.isGraphicsCardUsed = false;
  }
  getGPUFeatureStatus(): Electron.GPUFeatureStatus {
    return { gpu_compositing: this.isGraphicsCardUsed ? 'enabled' : 'disabled_software' } as Electron.GPUFeatureStatus;
  }
  getLocale(): string {
    return 'en-GB';
  }
  getVersion(): string {
    return '0.0.0-double';
  }
  /** The number at the app's icon. */
  badgeCount = 0;
  setBadgeCount(count = 0): boolean {
    this.badgeCount = count;
    return true;
  }
  setAppUserModelId(_id: string): void {}
  setAsDefaultProtocolClient(_scheme: string, _path?: string, _args?: string[]): boolean {
    return true;
  }
  readonly paths = new Map<string, string>();
  getPath(name: string): string {
    return this.paths.get(name) ?? `${tmpdir()}/double-${name}`;
  }
  setPath(name: string, path: string): void {
    this.paths.set(name, path);
  }
  getAppPath(): string {
    return process.cwd();
  }
  /** Forgets what one process was told, for the next one. */
  end(): void {
    this.removeAllListeners();
    this.#isReady = false;
    this.isSandboxForced = false;
    this.isGraphicsCardUsed = true;
    this.paths.clear();
  }
  exit(exitCode = 0): void {
    this.emit('quit', exitCode);
  }
  /** Open windows; each puts itself in and out. */
  readonly windows = new Set<{ close(): void }>();
  #isClosingAll = false;
  /** A window is gone; the last one is told of, unless it went because everything quits. */
  forgetWindow(window: { close(): void }): void {
    this.windows.delete(window);
    if (this.windows.size === 0 && !this.#isClosingAll) this.emit('window-all-closed');
  }
  /** Closes the windows first; one that stays calls it off. */
  quit(): void {
    this.emit('before-quit');
    this.#isClosingAll = true;
    for (const window of this.windows) window.close();
    this.#isClosingAll = false;
    if (this.windows.size > 0) return;
    let isPrevented = false;
    const preventDefault = () => {
      isPrevented = true;
    };
    this.emit('will-quit', { preventDefault });
    if (!isPrevented) this.emit('quit', 0);
  }
}

export const app = new AppDouble();
