import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GateEntry } from '../../main/core/gate/gate.ts';
import { longHiddenMs } from '../../main/electron/views/aging.ts';
import { EditorViews, type EditorViewsOptions } from '../../main/electron/views/editor-views.ts';
import { ManualClock } from '../support/fakes/clock.ts';
import { system } from './double/system.ts';
import type { WebContents } from './double/web-contents.ts';
import { type EditorServer, startEditorServer } from './support/editor-server.ts';
import { startShell, type TestShell } from './support/start-shell.ts';

const bounds = { x: 0, y: 0, width: 800, height: 600 };
const [shown, hidden] = [
  { bounds, isVisible: true, isCovered: false },
  { bounds, isVisible: false, isCovered: false },
];

let shell: TestShell;
let server: EditorServer;
let entry: GateEntry;

beforeAll(async () => {
  server = await startEditorServer(() => '<button>type</button>');
  shell = await startShell();
  entry = await shell.gate.admit(server.target('alpha', 'site'));
}, 30_000);
afterAll(async () => {
  await shell.close();
  await server.close();
});

it('views that nobody saw for long are unloaded beyond a number, but for kept ones and those with unsaved work', async () => {
  const clock = new ManualClock();
  const pressed: string[] = [];
  let isAtWork = true;
  const views = new EditorViews({
    // Typed as Electron's own, which the double stands in for.
    window: shell.window as unknown as EditorViewsOptions['window'],
    gate: shell.gate,
    clock,
    logger: pino({ level: 'silent' }),
    liveMost: () => 1,
    isAtWork: async () => isAtWork,
    takeKey: ({ key }, kind) => {
      pressed.push(`${key} ${kind}`);
      return key === 'F6';
    },
  });
  const wanted = { profileId: 'alpha', instanceId: 'site', origin: entry.origin, zoomFactor: 1 };
  const tab = (tabId: string) => {
    const found = views.find(tabId);
    if (found === null) throw new Error(`there is no view of ${tabId}`);
    return found;
  };
  const contentsOf = (tabId: string): WebContents => {
    const found = shell.window.views.find((view) => (view.webContents as unknown) === tab(tabId).live?.contents);
    if (found === undefined) throw new Error(`the view of ${tabId} is not live`);
    return found.webContents;
  };
  const conditions = () => ['a', 'b', 'c', 'd'].map((tabId) => tab(tabId).state.condition).join(' ');
  for (const tabId of ['a', 'b', 'c', 'd']) {
    expect(await views.open({ ...wanted, tabId }, shown)).toEqual({ ok: true, value: {} });
    views.place(tab(tabId), tabId === 'd' ? shown : hidden);
    clock.advance(1_000);
  }
  expect(conditions()).toBe('live live live live');
  views.keepLive(['a']);
  // A dialog over the shown one makes nothing older.
  views.place(tab('d'), { bounds, isVisible: false, isCovered: true });
  clock.advance(longHiddenMs);
  await expect.poll(() => tab('b').keptUntilMs).toBeGreaterThan(clock.nowMs());
  expect(conditions()).toBe('live live live live');
  isAtWork = false;
  clock.advance(2 * longHiddenMs);
  await expect.poll(conditions).toBe('live unloaded live live');
  expect(shell.window.views.length).toBe(3);

  // With unsaved work it stays, and nobody is asked.
  const page = await contentsOf('c').page;
  await page.click('button');
  await page.evaluate(() => window.addEventListener('beforeunload', (event) => event.preventDefault()));
  views.place(tab('d'), hidden);
  clock.advance(longHiddenMs + 1_000);
  await expect.poll(() => tab('c').keptUntilMs).toBeGreaterThan(clock.nowMs());
  expect(conditions()).toBe('live unloaded live live');
  expect(system.questions).toEqual([]);

  // What is shown again is loaded again.
  views.place(tab('b'), shown);
  expect(views.wake(tab('b'))).toEqual({ ok: true, value: {} });
  await expect.poll(conditions).toBe('live live live live');

  // Berth's keys never reach a page.
  expect(await contentsOf('b').press('F6')).toBe(false);
  expect(await contentsOf('b').press('F7')).toBe(true);
  expect(pressed).toEqual(['F6 editor', 'F7 editor']);
  views.discardAll();
  expect(shell.window.views.length).toBe(0);
});
