import { afterEach, expect, test, vi } from 'vitest';
import { isSessionShown } from '../../../../renderer/app/model/agents-panel.ts';
import { openBesideEditor } from '../../../../renderer/app/model/beside-flow.ts';
import { emptyLayout, showRepository } from '../../../../renderer/app/model/layout-state.ts';
import { openSession } from '../../../../renderer/app/model/session-flow.ts';
import { sessionWishes } from '../../../../renderer/app/model/session-watch.ts';
import { variousSessions } from '../../../support/fake-core/agents/fake-session.ts';
import { type FakePage, openFakePage } from '../../../support/fake-core/fake-page.ts';

/** Terminals and agents of hosts, over a fake core and a real transport. */

const id = 'frankfurt-1';
let page: FakePage;
afterEach(() => {
  page?.close();
});
const until = (check: () => void) => vi.waitFor(check, { timeout: 4_000, interval: 5 });

test('sessions are followed where they are seen: on the page of a host, of all, in tabs, and above the page', () => {
  const linked = ['a', 'b'];
  const wishes = (...given: Parameters<typeof sessionWishes>) => [...sessionWishes(...given)];
  expect(wishes(emptyLayout, linked)).toEqual(['a', 'b']);
  const onHost = { ...emptyLayout, profileId: 'a' };
  expect(wishes(onHost, linked)).toEqual(['a']);
  expect(wishes(onHost, [])).toEqual([]);
  const editor = showRepository(onHost, { tabId: '1', profileId: 'a', repositoryId: 'actmcp' });
  expect(wishes(editor, linked)).toEqual([]);
  expect(wishes(editor, linked, 'b')).toEqual(['b']);
  const terminal = showRepository(editor, { tabId: '2', profileId: 'b', repositoryId: 'session:x' });
  expect(wishes(terminal, linked)).toEqual(['b']);
  const shell = showRepository(editor, { tabId: '3', profileId: 'b', repositoryId: 'session:shell.1' });
  expect(wishes(shell, linked)).toEqual([]);
});

test('a list follows what happens, keeps what each session did, and what failed stays with it', async () => {
  page = openFakePage({ stepMs: 3 });
  const { sessions } = page.app;
  for (const session of variousSessions(Date.now())) page.core.sessions.add(id, session);
  await until(() => expect(sessions.find(id, 'attention-mask')?.state).toBe('waiting'));
  page.core.sessions.set(id, 'attention-mask', { state: 'working', stateSource: 'hook' });
  await until(() => expect(sessions.find(id, 'attention-mask')?.state).toBe('working'));
  expect(sessions.store.getState()[id]?.changes['attention-mask']?.map(({ state }) => state)).toEqual([
    'waiting',
    'working',
  ]);

  page.core.sessions.nextOutcomes.push({ outcome: 'lost', reason: 'Nothing was seen of it.' });
  await sessions.press(id, 'attention-mask', ['1']);
  expect(sessions.store.getState()[id]?.operations['attention-mask']).toMatchObject({
    action: 'press',
    isRunning: false,
    reason: 'Nothing was seen of it.',
  });
  sessions.dismiss(id, 'attention-mask');
  expect(sessions.store.getState()[id]?.operations).toEqual({});

  const steps: string[] = [];
  const started = await sessions.start(id, { repository: 'actmcp', title: 'Mine' }, (told) => {
    steps.push(told.at(-1)?.title ?? '');
  });
  expect(started).toMatchObject({ ok: true, value: { title: 'Mine', repository: 'actmcp' } });
  expect(steps).toContain('Starting it in tmux');
  // Two clicks are one stop.
  const [first, second] = await Promise.all([sessions.stop(id, 'mine'), sessions.stop(id, 'mine')]);
  expect(first).toMatchObject({ ok: true });
  expect(second).toBeNull();
  expect(sessions.find(id, 'mine')).toBeNull();
  expect(page.bugs).toEqual([]);
});

test('what is looked at is known, in a tab or as text', () => {
  page = openFakePage({ stepMs: 3 });
  const { app } = page;
  expect(isSessionShown(app, id, 'x')).toBe(false);
  openSession(app, id, 'x');
  expect(isSessionShown(app, id, 'x')).toBe(true);
  expect(isSessionShown(app, id, 'y')).toBe(false);
  app.agents.setState({ kind: 'talk', profileId: id, sessionId: 'y' }, true);
  expect(isSessionShown(app, id, 'y')).toBe(true);
});

test('an answer looks at the screen first, and presses nothing where something else is asked by then', async () => {
  page = openFakePage({ stepMs: 3 });
  const { sessions } = page.app;
  const { core } = page;
  for (const session of variousSessions(Date.now())) core.sessions.add(id, session);
  await until(() => expect(sessions.find(id, 'attention-mask')?.state).toBe('waiting'));
  const asked = sessions.find(id, 'attention-mask');
  if (asked === null) throw new Error('It is not listed.');
  const reason = () => sessions.store.getState()[id]?.operations[asked.id]?.reason;
  const screens: string[] = [];
  await sessions.answer(id, asked, (screen) => {
    screens.push(screen);
    return null;
  });
  expect(screens[0]).toContain('Do you want to proceed?');
  expect(reason()).toContain('shows no question');
  await sessions.answer(id, { ...asked, stateDetail: 'Remove everything?' }, () => ['1']);
  expect(reason()).toContain('something else');
  expect(core.sessions.sent).toEqual([]);
  await sessions.answer(id, asked, () => ['1']);
  expect(core.sessions.sent).toMatchObject([{ session: 'attention-mask', text: '1' }]);
  expect(reason()).toBeUndefined();
});

test('what is told of an agent goes when it does something else since, and a draft when it is gone', async () => {
  page = openFakePage({ stepMs: 3 });
  const { sessions, alerts, drafts } = page.app;
  const { core } = page;
  const atMs = Date.now();
  for (const session of variousSessions(atMs)) core.sessions.add(id, session);
  await until(() => expect(sessions.find(id, 'retry-queue')?.state).toBe('working'));
  drafts.keep(id, 'retry-queue', 'hello');
  const session = { id: 'retry-queue', title: 'Retry queue' };
  core.alerts.tell(id, { kind: 'agent-ended', state: 'told', message: 'Retry queue is done.', session, atMs });
  const toasts = () => alerts.store.getState().toasts.length;
  await until(() => expect(toasts()).toBe(1));
  // The same state, older than what was told.
  core.sessions.set(id, 'retry-queue', { processorShare: 0.1 });
  await until(() => expect(sessions.find(id, 'retry-queue')?.processorShare).toBe(0.1));
  expect(toasts()).toBe(1);
  core.sessions.set(id, 'retry-queue', { state: 'working', stateSinceMs: atMs + 1 });
  await until(() => expect(toasts()).toBe(0));
  expect(drafts.all()).toEqual({ [`${id} retry-queue`]: 'hello' });
  await sessions.stop(id, 'retry-queue');
  await until(() => expect(drafts.all()).toEqual({}));
});

test('a session is shown beside the editor of its repository, which is opened for it', async () => {
  page = openFakePage({ stepMs: 3 });
  const { app } = page;
  await until(() => expect(app.link.store.getState().statuses[id]?.state).toBe('connected'));
  await openBesideEditor(app, id, { id: 'retry-queue', instanceId: 'actmcp' });
  const { tabs, split, activeTabId } = app.layout.getState();
  const tabIdOf = (repositoryId: string) => tabs.find((tab) => tab.repositoryId === repositoryId)?.tabId;
  expect(split).toMatchObject({ leftTabId: tabIdOf('actmcp'), rightTabId: tabIdOf('session:retry-queue') });
  expect(activeTabId).toBe(tabIdOf('session:retry-queue'));
  await openBesideEditor(app, id, { id: 'backup', instanceId: null });
  expect(app.layout.getState().tabs).toHaveLength(3);
  expect(app.layout.getState().split).toEqual(split);
});
