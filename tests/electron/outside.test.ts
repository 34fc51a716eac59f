import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { ShownInstance } from '../../main/contract/surroundings.ts';
import { fileConsent } from '../../main/electron/safety/file-consent.ts';
import { showBadge } from '../../main/electron/system/badge.ts';
import { hidesOnClose } from '../../main/electron/system/closing.ts';
import { listenForLinks, parseDeepLink } from '../../main/electron/system/deep-links.ts';
import { followPower } from '../../main/electron/system/power.ts';
import { followTheme, windowBackground } from '../../main/electron/system/theme.ts';
import { createTray, trayTemplate } from '../../main/electron/system/tray.ts';
import { app } from './double/app.ts';
import { closeChromium } from './double/chromium.ts';
import { nativeTheme, trays } from './double/outside.ts';
import { endProcess } from './double/process.ts';
import { session } from './double/session.ts';
import { powerMonitor, system } from './double/system.ts';
import { BrowserWindow } from './double/window.ts';

afterEach(endProcess);
afterAll(closeChromium);

const makeWindow = () => new BrowserWindow({ show: false });
/** The shell's parts are typed for the real window. */
const asWindow = (window: InstanceType<typeof BrowserWindow>) => window as never;

/** Runs something as if it were on another system. */
function on<T>(platform: NodeJS.Platform, action: () => T): T {
  const real = Object.getOwnPropertyDescriptor(process, 'platform');
  Object.defineProperty(process, 'platform', { ...real, value: platform });
  try {
    return action();
  } finally {
    Object.defineProperty(process, 'platform', real ?? {});
  }
}

describe('a link', () => {
  it.each([
    ['berth://open/frankfurt-1/api-1a2b3c', 'frankfurt-1', 'api-1a2b3c'],
    ['berth://open/frankfurt-1/api-1a2b3c/', 'frankfurt-1', 'api-1a2b3c'],
    ['BERTH://OPEN/My%20server/shop.api', 'My server', 'shop.api'],
    ['berth://open/S%C3%BCd/a%2Bb', 'Süd', 'a+b'],
    ['berth://open/frankfurt-1/session%3Aclaude-code', 'frankfurt-1', 'session:claude-code'],
  ])('%s names a server and a repository', (link, profile, repository) => {
    expect(parseDeepLink(link)).toEqual({ profile, repository, source: 'link' });
  });

  it.each([
    'berth:open/a/b',
    'berth://open/a/session%3Ashell.1',
    'berth://open/a/session%3A..',
    'berth://start/a/b',
    'berth://open/a',
    'berth://open/a/b/c',
    'berth://open/a/b?command=rm',
    'berth://open/a/b#x',
    'berth://open//b',
    'berth://open/a/%2e%2e%2fb',
    'berth://open/../b',
    'berth://open/a/-rf',
    'berth://open/a/%E0%A4%A',
    'berth://open/a/b%00',
    'berth://open/a/b%0Ac',
    'berth://open/a/%E2%80%AEb',
    'berth://open/a/port:22',
    'berth://open/a/%3Cb%3E',
    'berth://open@evil.example/a/b',
    'berth://user:x@open/a/b',
    `berth://open/a/${'b'.repeat(81)}`,
    `berth://open/a/${'%41'.repeat(400)}`,
    ' berth://open/a/b',
    'https://open/a/b',
    'file:///etc/passwd',
    '--inspect',
    '',
  ])('%j is none', (link) => {
    expect(parseDeepLink(link)).toBeNull();
  });

  it('reaches the page from the arguments of a start, from a second copy and as an event; the latest waits', () => {
    const openings = listenForLinks(['electron', '.', 'berth://open/a/one', '--original-process-start-time=1']);
    let isPrevented = false;
    app.emit('open-url', { preventDefault: () => (isPrevented = true) }, 'berth://open/a/two');
    expect(isPrevented).toBe(true);
    const told: string[] = [];
    const stop = openings.follow(({ repository }) => told.push(repository));
    app.emit('second-instance', {}, ['berth', 'berth://open/a/three']);
    app.emit('second-instance', {}, ['berth', 'berth://evil/a/four']);
    app.emit('second-instance', {}, ['berth']);
    expect(told).toEqual(['two', 'three']);
    stop();
    app.emit('second-instance', {}, ['berth', 'berth://open/a/five']);
    openings.follow(({ repository }) => told.push(repository));
    expect(told).toEqual(['two', 'three', 'five']);
  });
});

describe('the tray', () => {
  const instance = (name: string, part: Partial<ShownInstance> = {}): ShownInstance => ({
    profileId: 'p',
    hostName: 'frankfurt',
    repositoryId: name,
    name,
    state: 'running',
    ...part,
  });
  const actions = { onShow: () => undefined, onOpen: () => undefined };
  const labels = (instances: readonly ShownInstance[]) =>
    trayTemplate(instances, actions).flatMap(({ label }) => (label === undefined ? [] : [label]));

  it('lists what runs by server, as mere words, and not without end', () => {
    expect(labels([])).toEqual(['Nothing runs', 'Show Berth', 'Quit Berth']);
    const other = { profileId: 'q', hostName: 'R&D\u202e' };
    expect(labels([instance('api'), instance('web', { state: 'starting' }), instance('<b>\nx', other)])).toEqual([
      'frankfurt',
      '    api',
      '    web (starting)',
      'R&&D',
      '    ‹b› x',
      'Show Berth',
      'Quit Berth',
    ]);
    const many = labels(Array.from({ length: 70 }, (_, index) => instance(`r${index}`)));
    expect(many).toHaveLength(24);
    expect(many.at(-3)).toBe('and 50 more');
  });

  it('opens what is picked, shows the window, and stays open while nothing changed', () => {
    const picked: string[] = [];
    const tray = createTray('/icons', { onShow: () => picked.push('window'), onOpen: ({ name }) => picked.push(name) });
    const [icon] = trays;
    expect(icon?.image.path).toMatch(/[/\\]icons[/\\]tray/);
    tray.show([instance('api')], 2);
    const menu = icon?.menu;
    tray.show([instance('api')], 0);
    expect(icon?.menu).toBe(menu);
    expect(icon?.toolTip).toBe('Berth: one editor runs');
    menu?.[1]?.click?.({} as never, undefined, {});
    icon?.emit('click');
    expect(picked).toEqual(['api', 'window']);
    tray.dispose();
    expect(trays).toEqual([]);
  });
});

describe('the window', () => {
  it('has as many alerts at its icon as are raised; on Windows a dot', () => {
    const window = makeWindow();
    on('linux', () => showBadge(asWindow(window), 3));
    expect(app.badgeCount).toBe(3);
    on('win32', () => showBadge(asWindow(window), 3));
    expect(window.overlay.words).toBe('3 alerts');
    const bitmap = window.overlay.image?.bitmap ?? Buffer.alloc(0);
    const opacityAt = (x: number, y: number) => bitmap[(y * 16 + x) * 4 + 3];
    expect([opacityAt(8, 8), opacityAt(0, 0)]).toEqual([255, 0]);
    on('win32', () => showBadge(asWindow(window), 0));
    expect(window.overlay).toEqual({ image: null, words: '' });
  });

  it('follows the theme of the page and of the system', () => {
    const window = makeWindow();
    const setTheme = followTheme(asWindow(window));
    setTheme('light');
    expect([nativeTheme.themeSource, window.background]).toEqual(['light', '#f5f6f8']);
    setTheme('system');
    expect(window.background).toBe(windowBackground());
    nativeTheme.isSystemDark = false;
    nativeTheme.emit('updated');
    expect(window.background).toBe('#f5f6f8');
    nativeTheme.isSystemDark = true;
    window.destroy();
    expect(nativeTheme.listenerCount('updated')).toBe(0);
  });

  it('goes out of sight instead of closing on macOS, or where that is wanted, but never while the app quits', () => {
    const window = makeWindow();
    let isKept = false;
    const hides = hidesOnClose(asWindow(window), () => isKept);
    window.show();
    expect([on('linux', hides), window.isShown]).toEqual([false, true]);
    expect([on('darwin', hides), window.isShown]).toEqual([true, false]);
    app.emit('activate');
    expect(window.isShown).toBe(true);
    window.setFullScreen(true);
    expect([on('darwin', hides), window.fullScreen, window.isShown]).toEqual([true, false, false]);
    app.emit('activate');
    isKept = true;
    expect(on('win32', hides)).toBe(true);
    app.emit('before-quit');
    expect(on('win32', hides)).toBe(false);
    window.emit('focus');
    expect(on('win32', hides)).toBe(true);
  });
});

it('knows when nobody can be there: asleep or locked, until the machine or the user says otherwise', () => {
  const window = makeWindow();
  let wakeCount = 0;
  const presence = followPower(asWindow(window), () => {
    wakeCount += 1;
  });
  const told: boolean[] = [];
  presence.follow(({ isAway }) => told.push(isAway));
  powerMonitor.emit('suspend');
  powerMonitor.emit('lock-screen');
  powerMonitor.emit('resume');
  expect([told, wakeCount]).toEqual([[false, true], 1]);
  powerMonitor.emit('unlock-screen');
  powerMonitor.emit('lock-screen');
  expect(presence.isAway()).toBe(true);
  window.emit('focus');
  expect(told).toEqual([false, true, false, true, false]);
});

describe('files of this computer', () => {
  const request = { path: '/home/me/project', isDirectory: true, isWritable: true };
  const read = { ...request, isWritable: false };

  it('are an editor’s only after the user read the path and said yes; a yes to read is none to write, a no stays one', async () => {
    makeWindow();
    const partition = session.fromPartition('persist:files');
    const files = fileConsent(partition as never, '“api”');
    system.questions.splice(0);
    system.answer = 0;
    const first = files.ask(read);
    expect(await files.ask({ ...request, path: '/other' })).toBe(false);
    expect(await first).toBe(true);
    expect(system.questions).toHaveLength(1);
    expect(system.questions[0]).toMatchObject({
      message: 'Let “api” read everything in this folder on this computer?',
      detail: '/home/me/project',
      defaultId: 1,
      cancelId: 1,
    });
    expect([files.isGranted(request.path, false), files.isGranted(request.path, true)]).toEqual([true, false]);
    expect(
      ['/home/me/project/a/b', '/home/me/projects', '/home/me/..data'].map((file) => files.isGranted(file, false)),
    ).toEqual([true, false, false]);
    system.answer = 1;
    expect(await files.ask(request)).toBe(false);
    system.answer = 0;
    expect(await fileConsent(partition as never, '“api”').ask(request)).toBe(false);
    expect(files.isGranted('/home/me', false)).toBe(false);
    expect(await files.ask({ ...request, path: '/home/me/a.txt', isDirectory: false })).toBe(true);
    expect(files.isGranted('/home/me/a.txt', false)).toBe(true);
    expect(fileConsent(session.fromPartition('persist:others') as never, '“web”').isGranted(request.path, false)).toBe(
      false,
    );
  });
});
