import { afterEach, expect, test, vi } from 'vitest';
import { fail } from '../../../../main/contract/failure.ts';
import { runCommand } from '../../../../renderer/app/commands/run-command.ts';
import { openSession, openShell } from '../../../../renderer/app/model/session-flow.ts';
import { linkOf, reopenTab, zoomTab } from '../../../../renderer/app/model/tab-commands.ts';
import { sessionTab, shellTab, terminalOfTab } from '../../../../renderer/app/model/tabs/session-tabs.ts';
import { readSize, showOnceMore, startAgain } from '../../../../renderer/app/model/terminal-flow.ts';
import { keepingWithoutTmux } from '../../../support/fake-core/agents/fake-session.ts';
import { fakeHosts } from '../../../support/fake-core/fake-hosts.ts';
import { type FakePage, openFakePage } from '../../../support/fake-core/fake-page.ts';

const host = 'frankfurt-1';
const pages: FakePage[] = [];
const hands = { focusSearch: () => undefined, changeTheme: () => undefined };
const open = async (...given: Parameters<typeof openFakePage>) => {
  const page = openFakePage(...given);
  pages.push(page);
  await vi.waitFor(() => expect(page.app.profiles.store.getState().state).toBe('ready'));
  await page.app.link.connect(host);
  return page;
};
afterEach(() => {
  for (const page of pages.splice(0)) {
    page.close();
    expect(page.bugs).toEqual([]);
  }
});
const shownTabs = ({ app }: FakePage) => app.layout.getState().tabs.map(({ repositoryId }) => repositoryId);

test('the tab of a session, of a shell and of an editor are told apart, whatever a session is called', () => {
  expect(terminalOfTab(sessionTab('shell-1'))).toEqual({ kind: 'session', sessionId: 'shell-1' });
  expect(terminalOfTab(shellTab(2, null))).toEqual({ kind: 'shell', number: 2, path: null });
  expect(terminalOfTab(shellTab(3, '/a b/ü.c'))).toEqual({ kind: 'shell', number: 3, path: '/a b/ü.c' });
  expect(terminalOfTab('session:shell.1.%')).toEqual({ kind: 'shell', number: 1, path: null });
  expect(terminalOfTab('actmcp')).toBeNull();
});

test('a session has one tab, a shell each time another one, and a closed one comes back', async () => {
  const page = await open();
  const { app } = page;
  openSession(app, host, 'work');
  openSession(app, host, 'work');
  openShell(app, host);
  openShell(app, host, '/srv');
  expect(shownTabs(page)).toEqual(['session:work', 'session:shell.1', 'session:shell.2.%2Fsrv']);
  runCommand(app, 'close-tab', hands);
  await vi.waitFor(() => expect(shownTabs(page)).toHaveLength(2));
  reopenTab(app);
  expect(shownTabs(page)).toEqual(['session:work', 'session:shell.1', 'session:shell.2.%2Fsrv']);
});

test('a command starts a terminal where the user is, and a plain shell where there is no tmux', async () => {
  const page = await open({}, undefined, true);
  runCommand(page.app, 'new-terminal', hands);
  await vi.waitFor(() => expect(shownTabs(page)).toEqual(['session:terminal']));
  const hosts = fakeHosts(Date.now()).map((one) =>
    one.profile.id === host ? { ...one, keeping: keepingWithoutTmux } : one,
  );
  const bare = await open({ hosts }, undefined, true);
  const { sessions } = bare.app;
  await vi.waitFor(() => expect(sessions.store.getState()[host]?.list?.keeping.tmuxVersion).toBeNull());
  runCommand(bare.app, 'new-terminal', hands);
  await vi.waitFor(() => expect(shownTabs(bare)).toEqual(['session:shell.1']));
});

test('two views of a session are shown side by side', async () => {
  const page = await open();
  openSession(page.app, host, 'work');
  const [tab] = page.app.layout.getState().tabs;
  if (tab === undefined) throw new Error('There is no tab');
  showOnceMore(page.app, tab);
  const { tabs, split } = page.app.layout.getState();
  expect(tabs.map(({ repositoryId }) => repositoryId)).toEqual(['session:work', 'session:work']);
  expect(split).toMatchObject({ leftTabId: tab.tabId, rightTabId: tabs[1]?.tabId });
});

test('one that ended is started again in its places, as it was, and removed last', async () => {
  const page = await open({}, undefined, true);
  const { app, core } = page;
  const worktree = '/srv/api.worktrees/mend';
  const given = { kind: 'agent', agent: 'claude-code', preset: 'Claude Code', model: 'opus', path: worktree } as const;
  const old = core.sessions.add(host, { id: 'mend', title: 'Mend it', columns: 120, rows: 30, ...given });
  openSession(app, host, 'mend');
  openShell(app, host);
  const [first] = app.layout.getState().tabs;
  if (first === undefined) throw new Error('There is no tab');
  showOnceMore(app, first);
  const before = app.layout.getState();
  core.sessions.die(host, 'mend');
  expect(await startAgain(app, host, old)).toBeNull();
  const [started, ...others] = core.sessions.list(host);
  expect(others).toEqual([]);
  expect(started).toMatchObject({ title: 'Mend it', state: 'done', columns: 120, rows: 30, ...given });
  const { tabs, activeTabId, split, closedTabs } = app.layout.getState();
  const tab = sessionTab(started?.id ?? '');
  expect(tabs.map(({ repositoryId }) => repositoryId)).toEqual([tab, tab, 'session:shell.1']);
  expect(split).toEqual({ leftTabId: tabs[0]?.tabId, rightTabId: tabs[1]?.tabId, leftShare: 0.5 });
  expect(activeTabId).toBe(tabs[1]?.tabId);
  // A view belongs to what it shows.
  expect(before.tabs.map(({ tabId }) => tabId)).not.toContain(tabs[0]?.tabId);
  expect(closedTabs).toEqual([]);
});

test('one that does not start again leaves what ended where it was', async () => {
  const page = await open({}, undefined, true);
  const { app, core } = page;
  const old = core.sessions.add(host, { id: 'work', title: 'Work' });
  openSession(app, host, 'work');
  core.sessions.die(host, 'work');
  const layout = app.layout.getState();
  const why = fail('unavailable', 'tmux', 'No.', 'Wait.').failure;
  core.sessions.failNext('start', why);
  expect(await startAgain(app, host, old)).toMatchObject({ message: 'No.' });
  expect(app.layout.getState()).toBe(layout);
  expect(core.sessions.list(host).map(({ id }) => id)).toEqual(['work']);

  // What ended and stays keeps its name.
  core.sessions.failNext('stop', why);
  expect(await startAgain(app, host, old)).toBeNull();
  expect(core.sessions.list(host).map(({ title, state }) => [title, state])).toEqual([
    ['Work', 'dead'],
    ['Work 2', 'done'],
  ]);
  expect(app.announcement.getState()).toBe('Work 2 runs. The one that ended is still there. No.');
});

test('the size that another view has given is known as soon as it is asked for', async () => {
  const page = await open({}, undefined, true);
  const { app, core } = page;
  core.sessions.add(host, { id: 'work', title: 'Work', columns: 80, rows: 24 });
  openSession(app, host, 'work');
  await vi.waitFor(() => expect(app.sessions.find(host, 'work')).toMatchObject({ columns: 80 }));
  core.sessions.terminal(host, 'work').resize({ columns: 132, rows: 43 });
  await readSize(app, host, 'work');
  expect(app.sessions.find(host, 'work')).toMatchObject({ columns: 132, rows: 43 });
});

test('zoom changes the letters of terminals, and only kept ones have a link', async () => {
  const page = await open({ editorHost: 'view' });
  const { app } = page;
  await vi.waitFor(() => expect(app.shellInfo.getState()?.shell).toBe('electron'));
  openShell(app, host);
  await zoomTab(app, 'in');
  expect(app.terminalSettings.store.getState().fontSizePx).toBe(14);
  await zoomTab(app, 'reset');
  expect(app.terminalSettings.store.getState().fontSizePx).toBe(13);
  openSession(app, host, 'work');
  const links = app.layout.getState().tabs.map((tab) => linkOf(app, tab));
  expect(links).toEqual([null, 'berth://open/frankfurt-1/session%3Awork']);
});

test('a link leads to a session that its server has, and to nothing else', async () => {
  const page = await open({}, undefined, true);
  const { app, core } = page;
  core.sessions.add(host, { id: 'work', title: 'Work' });
  core.surroundings.open({ profile: host, repository: 'session:work', source: 'link' });
  await vi.waitFor(() => expect(shownTabs(page)).toEqual(['session:work']));
  core.surroundings.open({ profile: host, repository: 'session:gone', source: 'link' });
  await vi.waitFor(() => expect(app.announcement.getState()).toContain('has no such terminal any more'));
  expect(shownTabs(page)).toEqual(['session:work']);
});
