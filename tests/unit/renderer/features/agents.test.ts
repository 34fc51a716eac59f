import { expect, test } from 'vitest';
import type { Preset } from '../../../../main/contract/presets.ts';
import { answersOn, approvalOn, interruptKeys, refusalOn } from '../../../../renderer/features/agents/answers.ts';
import { sessionMenu } from '../../../../renderer/features/agents/list/session-menu.ts';
import {
  checkPreset,
  copyName,
  joinWords,
  presetForm,
} from '../../../../renderer/features/agents/presets/preset-form.ts';
import { loudestState, sessionGroups, waitingCount } from '../../../../renderer/features/agents/session-groups.ts';
import { doingWords, isBadEnd, lastingWords } from '../../../../renderer/features/agents/session-words.ts';
import {
  missingSecrets,
  type StartForm,
  startErrors,
  suggestedBranch,
  wishOf,
} from '../../../../renderer/features/agents/start/start-form.ts';
import { createDrafts, talkKey } from '../../../../renderer/features/agents/talk/drafts.ts';
import { createScreenLooks } from '../../../../renderer/features/agents/talk/screen-looks.ts';
import { readableScreen } from '../../../../renderer/features/agents/talk/screen-text.ts';
import { createTalkModel } from '../../../../renderer/features/agents/talk/talk-model.ts';
import { splitWords } from '../../../../renderer/lib/split-words.ts';
import { FakePresets } from '../../../support/fake-core/agents/fake-presets.ts';
import { fakeSession, variousSessions } from '../../../support/fake-core/agents/fake-session.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

/** What the page makes of sessions: words, answers, forms, messages. */

const nowMs = 1_700_000_000_000;

test('sessions are grouped by repository, those of the host last, and the oldest stands first', () => {
  const sessions = variousSessions(nowMs).map((one, index) => ({ ...one, startedAtMs: nowMs - index }));
  const groups = sessionGroups(sessions, 'the host');
  expect(groups.map(({ name }) => name)).toEqual(['actmcp', 'landing-page', 'pytorch-transformers', 'the host']);
  expect(groups[0]?.sessions.map(({ id }) => id)).toEqual(['shell', 'upgrade-deps', 'retry-queue']);
  expect(groups.at(-1)).toMatchObject({ instanceId: null });
  expect(waitingCount(sessions)).toBe(1);
  expect(loudestState(sessions)).toBe('waiting');
  expect(loudestState(sessions.filter(({ state }) => state !== 'waiting'))).toBe('working');
  expect(loudestState([])).toBeNull();
});

test('states are said in words that fit a terminal, an agent, and how a program ended', () => {
  const agent = fakeSession({ id: 'a', kind: 'agent' });
  expect(doingWords(agent)).toBe('done');
  expect(doingWords({ ...agent, kind: 'terminal' })).toBe('at its prompt');
  const dead = { ...agent, state: 'dead' as const, stateSinceMs: nowMs - 120_000 };
  expect([doingWords(dead), isBadEnd(dead)]).toEqual(['ended', false]);
  expect([doingWords({ ...dead, exitCode: 2 }), isBadEnd({ ...dead, exitCode: 2 })]).toEqual([
    'ended with code 2',
    true,
  ]);
  expect(doingWords({ ...dead, exitCode: 137, exitSignal: 'SIGKILL' })).toBe('ended by SIGKILL');
  expect(lastingWords(dead, nowMs)).toBe('2 min ago');
  expect(lastingWords({ state: 'working', stateSinceMs: nowMs - 120_000 }, nowMs)).toBe('2 min');
  expect(lastingWords({ state: 'unknown', stateSinceMs: null }, nowMs)).toBe('');
});

const claudeAsks = [
  '╭──────────────────────────╮',
  '│ Do you want to proceed?  │',
  '│ ❯ 1. Yes                 │',
  '│   2. Yes, and do not ask again for npm test commands in /srv/x │',
  '│   3. No, and say what to do │',
  '╰──────────────────────────╯',
  '',
].join('\n');

test('the answers that stand on a screen are offered, and nothing that does not stand there', () => {
  expect(answersOn(claudeAsks).map(({ label, keys }) => ({ label, keys }))).toEqual([
    { label: '1 Yes', keys: ['1'] },
    { label: '2 Yes, and do not ask again for npm test commands…', keys: ['2'] },
    { label: '3 No, and say what to do', keys: ['3'] },
  ]);
  const twice = 'Steps:\n1. Read\n2. Write\n3. Test\nWhich?\n› 1. Now\n  2. Later';
  expect(answersOn(twice).map(({ label }) => label)).toEqual(['1 Now', '2 Later']);
  expect(answersOn('Overwrite it? [y/N]').map(({ keys }) => keys)).toEqual([
    ['y', 'Enter'],
    ['n', 'Enter'],
  ]);
  expect(answersOn('1. only one')).toEqual([]);
  expect(answersOn('❯ No, exit\n  Yes, I trust this folder\nEnter to confirm')).toEqual([]);
  expect(interruptKeys({ kind: 'agent', agent: 'codex' })).toEqual(['Escape']);
  expect(interruptKeys({ kind: 'agent', agent: 'other' })).toEqual(['C-c']);
  expect(interruptKeys({ kind: 'terminal', agent: null })).toEqual(['C-c']);
});

test('an approval is what the screen offers for this once; where that is not plain, nothing is', () => {
  const on = (...lines: string[]) => approvalOn(lines.join('\n'))?.keys ?? null;
  expect(approvalOn(claudeAsks)?.label).toBe('1 Yes');
  expect(refusalOn(claudeAsks)?.label).toBe('3 No, and say what to do');
  expect(on('› 1. Yes, proceed', '  2. Yes, and don’t ask again for this command', '  3. No')).toEqual(['1']);
  expect(on('● 1. Yes, allow once', '  2. Yes, allow always', '  3. No (esc)')).toEqual(['1']);
  // Here the first choice is the one that lasts.
  expect(on('❯ 1. Yes, and auto-accept edits', '  2. Yes, and manually approve edits', '  3. No')).toEqual(['2']);
  expect(on('Go on? (y/n)')).toEqual(['y', 'Enter']);
  // No question, no choice that Enter would take, nothing that says yes, or two that do.
  expect(on('❯ ')).toBeNull();
  expect(on('Plan:', '1. Yes it is', '2. Test it')).toBeNull();
  expect(on('❯ 1. Dark mode', '  2. Light mode')).toBeNull();
  expect(on('❯ 1. Yes, here', '  2. Yes, there')).toBeNull();
  expect(on('❯ No, exit', '  Yes, I trust this folder', 'Enter to confirm · Esc to cancel')).toBeNull();
});

test('a menu offers only what the state allows', () => {
  const hands = {} as Parameters<typeof sessionMenu>[1];
  const enabled = (part: Parameters<typeof fakeSession>[0], isDisabled = false) =>
    sessionMenu(fakeSession(part), hands, isDisabled)
      .filter((entry) => entry.isDisabled !== true)
      .map(({ label }) => label);
  expect(enabled({ id: 'a', kind: 'agent', state: 'dead' })).toEqual([
    'Open its terminal',
    'Screen and message…',
    'Resume its conversation',
    'Rename…',
    'Save what was said',
    'Remove',
  ]);
  expect(enabled({ id: 'a', kind: 'agent', state: 'waiting' })).toContain('Approve');
  expect(enabled({ id: 'a', kind: 'agent', state: 'done' })).toContain('Continue');
  expect(enabled({ id: 'a' })).not.toContain('Resume its conversation');
  expect(enabled({ id: 'a' })).not.toContain('Open beside the editor');
  expect(enabled({ id: 'a', instanceId: 'x' })).toContain('Open beside the editor');
  expect(enabled({ id: 'a' }, true)).toEqual([]);
});

const form: StartForm = {
  presetId: 'claude-code',
  model: 'opus',
  place: 'actmcp',
  path: '~/',
  hasWorktree: true,
  branch: 'agent/x',
  title: ' ',
  prompt: 'Do\nit',
};

test('a start asks for what the form says, and for nothing that does not apply', () => {
  expect(wishOf(form, false)).toEqual({
    preset: 'claude-code',
    repository: 'actmcp',
    path: null,
    title: null,
    model: 'opus',
    worktreeBranch: 'agent/x',
    prompt: 'Do\nit',
    isForced: false,
  });
  const elsewhere = { ...form, place: 'folder', path: ' ~/work ', presetId: null };
  expect(wishOf(elsewhere, true)).toMatchObject({
    preset: null,
    repository: null,
    path: '~/work',
    model: null,
    worktreeBranch: null,
    prompt: null,
    isForced: true,
  });
  expect(startErrors(form)).toEqual({});
  expect(startErrors({ ...form, branch: '-x' })).toHaveProperty('branch');
  expect(startErrors({ ...form, branch: 'a b' })).toHaveProperty('branch');
  expect(startErrors({ ...form, branch: '-x', hasWorktree: false })).toEqual({});
  expect(startErrors({ ...elsewhere, path: 'work' })).toHaveProperty('path');
  expect(suggestedBranch('Claude Code', [{ worktreeBranch: 'agent/claude-code-1' }])).toBe('agent/claude-code-2');
  expect(suggestedBranch('…', [])).toBe('agent/agent-1');
});

test('only secrets that are not known are asked for', () => {
  const glm = new FakePresets().find('GLM') as Preset;
  expect(missingSecrets(glm)).toEqual(['ANTHROPIC_AUTH_TOKEN']);
  expect(missingSecrets({ ...glm, knownSecretNames: ['ANTHROPIC_AUTH_TOKEN'] })).toEqual([]);
  expect(missingSecrets(null)).toEqual([]);
});

test('every shipped preset goes through its form unchanged, and words keep their blanks and quotes', () => {
  for (const preset of new FakePresets().all) {
    const { id: _id, isAsShipped: _as, isShipped: _shipped, knownSecretNames: _known, ...draft } = preset;
    expect(checkPreset(presetForm(preset))).toEqual({ ok: true, draft });
  }
  const words = ['a b', "it's", 'say "x"', 'back\\slash', '--flag=1'];
  expect(splitWords(joinWords(words))).toEqual(words);
  expect(checkPreset({ ...presetForm(null), name: '' })).toMatchObject({
    ok: false,
    errors: { name: 'Name must not be empty' },
  });
  expect(checkPreset({ ...presetForm(null), name: 'x', memoryLimit: '1.5' })).toMatchObject({
    ok: false,
    errors: { memoryLimit: 'Must be a whole number of megabytes' },
  });
  expect(checkPreset({ ...presetForm(null), name: 'x', environment: 'NO VALUE' })).toMatchObject({
    ok: false,
    errors: { environment: 'Each line must be a name, =, and a value' },
  });
  expect(copyName('GLM', [{ name: 'glm 2' }])).toBe('GLM 3');
});

test('a screen is told to be read in any width', () => {
  expect(readableScreen(`${'─'.repeat(160)}\na   \n\n\n\n\n\nb\n\n\n`)).toBe(`${'─'.repeat(24)}\na\n\n\nb`);
});

/** A storage in memory. */
function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  };
}

test('a message that was held stays typed, over a reload, and what was typed meanwhile is not sent', async () => {
  const sent: { text: string; isForced?: boolean | undefined }[] = [];
  const outcomes = ['held', 'delivered'] as const;
  let during: () => void = () => undefined;
  const sessions = {
    send: async (_profile: string, _session: string, text: { text: string; isForced?: boolean | undefined }) => {
      sent.push(text);
      during();
      return { ok: true, value: { outcome: outcomes[sent.length - 1] ?? 'delivered', reason: null } } as const;
    },
    capture: async () =>
      ({ ok: true, value: { text: 'x', historyLines: 0, columns: 80, rows: 24, isAlternate: false } }) as const,
  };
  const page = storage();
  const model = createTalkModel(sessions, createDrafts(page));
  model.type('p', 's', 'hello');
  await model.send('p', 's');
  expect(model.talkOf('p', 's')).toMatchObject({
    draft: 'hello',
    outcome: { kind: 'held', reason: 'Nothing was typed.' },
  });
  const reloaded = createTalkModel(sessions, createDrafts(page));
  expect(reloaded.talkOf('p', 's').draft).toBe('hello');
  during = () => reloaded.type('p', 's', 'hello and more');
  await reloaded.send('p', 's', true);
  expect(sent).toEqual([
    { text: 'hello', isForced: false },
    { text: 'hello', isForced: true },
  ]);
  expect(reloaded.store.getState()[talkKey('p', 's')]).toMatchObject({
    draft: 'hello and more',
    sent: ['hello'],
    outcome: { kind: 'delivered' },
  });
  reloaded.type('p', 's', '');
  expect(createTalkModel(sessions, createDrafts(page)).talkOf('p', 's').draft).toBe('');
});

test('a draft goes when it was sent, and with its session and its host', async () => {
  const page = storage();
  const drafts = createDrafts(page);
  const sessions = {
    send: async () => ({ ok: true, value: { outcome: 'delivered', reason: null } }) as const,
    capture: async () =>
      ({ ok: true, value: { text: '', historyLines: 0, columns: 80, rows: 24, isAlternate: false } }) as const,
  };
  const model = createTalkModel(sessions, drafts);
  for (const id of ['sent', 'gone', 'stays']) model.type('p', id, `to ${id}`);
  model.type('q', 'gone', 'elsewhere');
  const kept = () => Object.values(createDrafts(page).all());
  await model.send('p', 'sent');
  expect(kept()).toEqual(['to gone', 'to stays', 'elsewhere']);
  drafts.keepSessions('p', ['sent', 'stays']);
  expect(kept()).toEqual(['to stays', 'elsewhere']);
  expect(model.talkOf('p', 'gone')).toMatchObject({ draft: '', sent: [] });
  expect(model.talkOf('q', 'gone').draft).toBe('elsewhere');
  drafts.keepHosts(['p']);
  expect(kept()).toEqual(['to stays']);
  model.type('p', 'stays', 'x'.repeat(100_001));
  expect(kept()).toEqual([]);
  expect(model.talkOf('p', 'stays').draft).toHaveLength(100_001);
});

test('a screen is read when its program did something, and not while nobody sees it', () => {
  const clock = new ManualClock();
  let count = 0;
  const looks = createScreenLooks({ clock, isSeen: true, look: () => (count += 1) });
  const sign = (state: 'working' | 'waiting', activeAtMs: number) => looks.tell({ state, activeAtMs });
  sign('working', 1);
  expect(count).toBe(1);
  clock.advance(60_000);
  sign('working', 1);
  expect(count).toBe(1);
  sign('working', 2);
  expect(count).toBe(2);
  clock.advance(1_000);
  sign('working', 3);
  sign('working', 4);
  expect(count).toBe(2);
  clock.advance(1_499);
  expect(count).toBe(2);
  clock.advance(1);
  expect(count).toBe(3);
  sign('waiting', 4);
  expect(count).toBe(4);
  looks.see(false);
  sign('working', 5);
  clock.advance(60_000);
  expect(count).toBe(4);
  looks.see(true);
  expect(count).toBe(5);
  looks.tell(null);
  sign('working', 5);
  expect(count).toBe(6);
  sign('working', 6);
  looks.end();
  clock.advance(60_000);
  expect(count).toBe(6);
});
