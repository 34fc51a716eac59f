import { afterEach, expect, test, vi } from 'vitest';
import { commandIds } from '../../../../main/contract/commands.ts';
import { paletteEntries } from '../../../../renderer/app/commands/palette-entries.ts';
import { runCommand, whyNot } from '../../../../renderer/app/commands/run-command.ts';
import { openRepository } from '../../../../renderer/app/model/editor-flow.ts';
import { type FakePage, openFakePage } from '../../../support/fake-core/fake-page.ts';

const pages: FakePage[] = [];
const open = (...given: Parameters<typeof openFakePage>) => {
  const page = openFakePage(...given);
  pages.push(page);
  return page;
};
afterEach(() => {
  for (const page of pages.splice(0)) {
    page.close();
    expect(page.bugs).toEqual([]);
  }
});
const hands = () => ({ focusSearch: vi.fn<() => void>(), changeTheme: vi.fn<() => void>() });
const entriesOf = ({ app }: FakePage, scope: 'all' | 'servers' = 'all') =>
  paletteEntries(app, { scope, tabNames: new Map(), keysOf: () => '', run: () => undefined });

/** Connects the host, and waits until it has told what it has. */
async function told({ app }: FakePage) {
  await vi.waitFor(() => expect(app.profiles.store.getState().profiles.length).toBeGreaterThan(0));
  await app.link.connect('frankfurt-1');
  await vi.waitFor(() => {
    expect(app.repositories.store.getState()['frankfurt-1']?.repositories?.length ?? 0).toBeGreaterThan(1);
    expect(app.instances.store.getState()['frankfurt-1']?.instances?.length ?? 0).toBeGreaterThan(0);
  });
}

test('the shell hears all keys at first, and again when one is changed', async () => {
  const { app, core } = open();
  await vi.waitFor(() => expect(core.commands.chords).toHaveLength(commandIds.length));
  app.chords.set('theme', 'everywhere', 'Alt+Shift+M');
  await vi.waitFor(() =>
    expect(core.commands.chords).toContainEqual({ command: 'theme', onPage: null, everywhere: 'Alt+Shift+M' }),
  );
});

test('what cannot be done now says why and is not in the palette', async () => {
  const page = open({}, new Map());
  const { app } = page;
  await vi.waitFor(() => expect(app.profiles.store.getState().state).toBe('ready'));
  expect(whyNot(app, 'check-up')).toBe('Choose a server first.');
  runCommand(app, 'close-tab', hands());
  expect(app.announcement.getState()).toBe('Open a repository first.');
  const ids = entriesOf(page).map(({ id }) => id);
  expect(ids).toContain('command settings');
  expect(ids).not.toContain('command close-tab');
  expect(ids).not.toContain('command palette');
});

test('the palette leads to servers, repositories and open tabs, each once', async () => {
  const page = open({}, undefined, true);
  const { app } = page;
  await told(page);
  const [repository] = entriesOf(page).filter(({ kind }) => kind === 'repository');
  expect(repository?.note).toMatch(/· (?:running|asleep|stopped|crashed)$/);
  repository?.run();
  await vi.waitFor(() => expect(app.layout.getState().tabs).toHaveLength(1));
  expect(entriesOf(page).map(({ id }) => id)).not.toContain(repository?.id);
  runCommand(app, 'fleet', hands());
  runCommand(app, 'place-1', hands());
  expect(entriesOf(page).filter(({ kind }) => kind === 'tab')).toHaveLength(1);
  expect(entriesOf(page, 'servers').every(({ kind }) => kind === 'server')).toBe(true);
});

test('commands go to tabs by their place, and back to the server’s page', async () => {
  const page = open({}, undefined, true);
  const { app } = page;
  await told(page);
  const ids = app.repositories.store.getState()['frankfurt-1']?.repositories?.map(({ id }) => id) ?? [];
  expect(ids.length).toBeGreaterThan(1);
  for (const id of ids.slice(0, 2)) await openRepository(app, 'frankfurt-1', id);
  const shown = () => app.layout.getState().tabs.find(({ tabId }) => tabId === app.layout.getState().activeTabId);
  runCommand(app, 'place-2', hands());
  expect(shown()?.repositoryId).toBe(ids[0]);
  runCommand(app, 'tab-next', hands());
  expect(shown()?.repositoryId).toBe(ids[1]);
  runCommand(app, 'tab-previous', hands());
  expect(shown()?.repositoryId).toBe(ids[0]);
  runCommand(app, 'place-1', hands());
  expect(shown()).toBeUndefined();
  runCommand(app, 'place-9', hands());
  expect(app.announcement.getState()).toBe('There is no tab 9.');
});

test('Berth’s own page is drawn larger by the shell', async () => {
  const { app, core } = open({ editorHost: 'view' }, new Map());
  await vi.waitFor(() => expect(whyNot(app, 'zoom-in')).toBeNull());
  runCommand(app, 'zoom-in', hands());
  await vi.waitFor(() => expect(core.commands.zooms).toEqual(['in']));
});

test('what only the drawn page can do is asked of it', () => {
  const { app } = open({}, new Map());
  const asked = hands();
  runCommand(app, 'search', asked);
  runCommand(app, 'find', asked);
  runCommand(app, 'theme', asked);
  expect(asked.focusSearch).toHaveBeenCalledTimes(2);
  expect(asked.changeTheme).toHaveBeenCalledTimes(1);
});
