import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { BrowserWindow } from './window.ts';

export type MenuItemConstructorOptions = Electron.MenuItemConstructorOptions;

/** What was asked of the system, for tests to look at, and what it answers. */
export const system = {
  /** Addresses given to other programs. */
  opened: [] as string[],
  /** Files shown in their folders. */
  shownFiles: [] as string[],
  /** Where the user lets downloads be saved; null: every dialog is cancelled. */
  downloadDirectory: null as string | null,
  /** Whether downloads begin with a click. */
  hasUserGesture: true,
  /** Questions shown to the user. */
  questions: [] as Electron.MessageBoxOptions[],
  /** Error boxes shown. */
  errors: [] as string[],
  /** Notices that are shown; a test clicks one by `emit('click')`. */
  notices: [] as Notification[],
  /** Which button the user presses; the first by default. */
  answer: 0,
  /** Whether the user ticks the box of a question. */
  ticks: false,
  menu: [] as Electron.MenuItemConstructorOptions[],
  keychain: {
    isAvailable: true,
    backend: 'gnome_libsecret' as ReturnType<Electron.SafeStorage['getSelectedStorageBackend']>,
  },
};

export const shell = {
  openExternal: async (url: string) => {
    system.opened.push(url);
  },
  showItemInFolder: (path: string) => {
    system.shownFiles.push(path);
  },
} satisfies Pick<Electron.Shell, 'openExternal' | 'showItemInFolder'>;

export const dialog = {
  showErrorBox: (title: string, content: string) => {
    system.errors.push(`${title}: ${content}`);
  },
  showMessageBox: async (_window: BrowserWindow, options: Electron.MessageBoxOptions) => {
    system.questions.push(options);
    return { response: system.answer, checkboxChecked: system.ticks };
  },
  showMessageBoxSync: (_window: BrowserWindow, options: Electron.MessageBoxSyncOptions) => {
    system.questions.push(options);
    return system.answer;
  },
};

export interface MenuDouble {
  readonly template: Electron.MenuItemConstructorOptions[];
}

export const Menu = {
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]): MenuDouble => ({ template }),
  setApplicationMenu: (menu: MenuDouble | null): void => {
    system.menu = menu?.template ?? [];
  },
};

export const powerMonitor: EventEmitter<{
  resume: [];
  suspend: [];
  'lock-screen': [];
  'unlock-screen': [];
}> = new EventEmitter();

/** A notice of the operating system that nobody sees. */
export class Notification extends EventEmitter<{
  click: [];
  close: [];
  action: [details: Pick<Electron.NotificationActionEventParams, 'actionIndex'>];
}> {
  static isSupported(): boolean {
    return true;
  }

  readonly title: string;
  readonly body: string;
  readonly actions: readonly Electron.NotificationAction[];

  constructor({
    title = '',
    body = '',
    actions = [],
  }: Pick<Electron.NotificationConstructorOptions, 'title' | 'body' | 'actions'>) {
    super();
    this.title = title;
    this.body = body;
    this.actions = actions;
  }

  show(): void {
    system.notices.push(this);
  }

  close(): void {
    const place = system.notices.indexOf(this);
    if (place >= 0) system.notices.splice(place, 1);
  }
}

let key = randomBytes(32);

/** Makes everything encrypted so far undecryptable, like a new installation of the operating system. */
export function replaceKeychain(): void {
  key = randomBytes(32);
}

export const safeStorage = {
  isAsyncEncryptionAvailable: async () => system.keychain.isAvailable,
  getSelectedStorageBackend: () => system.keychain.backend,
  encryptStringAsync: async (plainText: string) => {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, iv);
    const body = Buffer.concat([cipher.update(plainText, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), body]);
  },
  decryptStringAsync: async (encrypted: Buffer) => {
    const decipher = createDecipheriv('aes-256-gcm', key, encrypted.subarray(0, 12));
    decipher.setAuthTag(encrypted.subarray(12, 28));
    const result = Buffer.concat([decipher.update(encrypted.subarray(28)), decipher.final()]).toString('utf8');
    return { result, shouldReEncrypt: false as boolean };
  },
} satisfies Pick<
  Electron.SafeStorage,
  'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptStringAsync' | 'decryptStringAsync'
>;
