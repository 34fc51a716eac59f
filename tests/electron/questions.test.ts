import { EventEmitter } from 'node:events';
import { pino } from 'pino';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { clipboardConsent } from '../../main/electron/safety/clipboard-consent.ts';
import { askForDownloads } from '../../main/electron/safety/downloads.ts';
import { guardNavigation } from '../../main/electron/safety/navigation-guard.ts';
import { session } from './double/session.ts';
import { system } from './double/system.ts';
import { BrowserWindow } from './double/window.ts';

/** A window that nobody sees, for dialogs to belong to. */
const windows = vi.spyOn(BrowserWindow, 'getAllWindows').mockReturnValue([{} as BrowserWindow]);
afterAll(() => windows.mockRestore());

class BareContents extends EventEmitter {
  open = (_details: { url: string }): unknown => null;
  setWindowOpenHandler(handler: typeof this.open): void {
    this.open = handler;
  }
}

let isSeen = true;
const home = { origin: 'http://i-00aa.berth.localhost:4123', path: '/vscode/site/' };
function guardedPage(): BareContents {
  const contents = new BareContents();
  guardNavigation(contents as never, { home, name: '“site”', isSeen: () => isSeen }, pino({ level: 'silent' }));
  return contents;
}
/** Lets what was asked be answered. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

beforeEach(() => {
  Object.assign(system, { questions: [], opened: [], answer: 1, ticks: false });
  isSeen = true;
});

describe('a link that a page opens', () => {
  it('is opened after a yes only', async () => {
    const page = guardedPage();
    page.open({ url: 'https://docs.example.com/help' });
    await settled();
    expect(system.opened).toEqual([]);
    system.answer = 0;
    page.open({ url: 'https://docs.example.com/help' });
    await settled();
    expect(system.opened).toEqual(['https://docs.example.com/help']);
  });

  it('is asked about by its host and by who asks, and fits the screen', async () => {
    guardedPage().open({ url: `https://docs.example.com/${'x'.repeat(1_500)}` });
    await settled();
    expect(system.questions.map(({ message }) => message)).toEqual(['Open docs.example.com outside Berth?']);
    expect(system.questions[0]?.detail).toContain('Asked for by “site”.');
    expect(system.questions[0]?.detail?.length).toBeLessThan(400);
  });

  it('is not asked about from behind, a second time at once, or once the page is silenced', async () => {
    const page = guardedPage();
    isSeen = false;
    page.open({ url: 'https://a.example/' });
    await settled();
    expect(system.questions).toEqual([]);
    isSeen = true;
    system.ticks = true;
    page.open({ url: 'https://a.example/' });
    page.open({ url: 'https://b.example/' });
    await settled();
    page.open({ url: 'https://c.example/' });
    await settled();
    expect(system.questions.map(({ message }) => message)).toEqual(['Open a.example outside Berth?']);
  });
});

describe('the clipboard', () => {
  it('is read after a yes only, and a no is one for good', async () => {
    const [one, other] = ['one', 'other'].map((name) => clipboardConsent(session.fromPartition(name) as never, name));
    expect([await one?.ask(), one?.isGiven()]).toEqual([false, false]);
    system.answer = 0;
    expect([await one?.ask(), await other?.ask(), other?.isGiven()]).toEqual([false, true, true]);
    expect(system.questions.map(({ message }) => message)).toEqual([
      'Let one read what you copied?',
      'Let other read what you copied?',
    ]);
  });
});

describe('a download', () => {
  it('is offered under a harmless name, in the folder for downloads', () => {
    const partition = session.fromPartition('downloading');
    askForDownloads(partition as never);
    const offered: string[] = [];
    const item = Object.assign(new EventEmitter(), {
      getFilename: () => '../../con.txt',
      hasUserGesture: () => true,
      setSaveDialogOptions: ({ defaultPath = '' }) => offered.push(defaultPath),
    });
    partition.emit('will-download', { preventDefault: () => undefined }, item as never);
    expect(offered).toEqual([expect.stringMatching(/double-downloads[/\\]download-con\.txt$/)]);
  });
});
