import { afterEach, expect, test, vi } from 'vitest';
import { isSessionShown } from '../../../../renderer/app/model/agents-panel.ts';
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
