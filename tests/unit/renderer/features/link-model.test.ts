import { expect, test, vi } from 'vitest';
import type { Failure } from '../../../../main/contract/failure.ts';
import { fail, succeed } from '../../../../main/contract/failure.ts';
import type { HostStatus } from '../../../../main/contract/hosts.ts';
import { createLinkModel } from '../../../../renderer/features/link/link-model.ts';
import { linkView } from '../../../../renderer/features/link/link-view.ts';
import { linkLineWords } from '../../../../renderer/features/link/link-words.ts';
import { goalBehind, shownQuestion } from '../../../../renderer/features/link/login-question.ts';
import { changedKey, secretNeeded, unknownKey, unreachable } from '../../../support/fake-core/fake-hosts.ts';

const clock = { nowMs: () => 1_000, after: () => () => undefined };
const status = (part: Partial<HostStatus> = {}): HostStatus => ({
  profileId: 'a',
  state: 'connected',
  sinceMs: 1,
  lastHeardAtMs: 5,
  roundTripMs: 12,
  nextAttemptAtMs: null,
  attemptCount: 0,
  eventNumber: 0,
  failure: null,
  question: null,
  ...part,
});

function model(...outcomes: (Failure | 'up' | 'thrown')[]) {
  const connect = vi.fn(async () => {
    const outcome = outcomes.shift() ?? 'up';
    if (outcome === 'thrown') throw new Error('closed');
    return outcome === 'up' ? succeed(status()) : { ok: false as const, failure: outcome };
  });
  const trust = vi.fn(async ({ fingerprint }: { fingerprint: string }) => succeed({ fingerprint }));
  const unlock = vi.fn(async () => succeed({}));
  const disconnect = vi.fn(async () => succeed(status({ state: 'disconnected' })));
  const forgetKey = vi.fn(async () => succeed({ removed: [] }));
  const answer = vi.fn(async () => succeed({}));
  const client = { hosts: { connect, trust, unlock, disconnect, forgetKey, answer } };
  const links = createLinkModel(client as never, clock);
  const attempt = () => links.store.getState().attempts.a;
  return { links, connect, trust, unlock, forgetKey, answer, attempt };
}

test('a connect that works leaves no attempt behind', async () => {
  const { links, attempt } = model('up');
  const connecting = links.connect('a');
  expect(attempt()).toEqual({ phase: 'connecting', sinceMs: 1_000 });
  await connecting;
  expect(attempt()).toBeUndefined();
  expect(links.store.getState().statuses.a?.state).toBe('connected');
});

test.each([
  ['an unknown key', unknownKey, 'asking'],
  ['a changed key', changedKey, 'asking'],
  ['a needed secret', secretNeeded, 'asking'],
  ['no answer', unreachable, 'failed'],
  ['an unknown key that was not shown', { ...unknownKey, hostKey: null }, 'failed'],
] as const)('%s', async (_name, failure, phase) => {
  const { links, attempt } = model(failure);
  await links.connect('a');
  expect(attempt()).toMatchObject({ phase, problem: { kind: failure.kind } });
});

test('a call that throws is a problem of the app, not silence', async () => {
  const { links, attempt } = model('thrown');
  await links.connect('a');
  expect(attempt()).toMatchObject({ phase: 'failed', problem: { kind: 'app-unreachable', detail: 'Error: closed' } });
});

test('two presses are one attempt', async () => {
  const { links, connect } = model('up');
  await Promise.all([links.connect('a'), links.connect('a')]);
  expect(connect).toHaveBeenCalledTimes(1);
});

test('the answer of an attempt that was stopped shows nothing, and does not end the next one', async () => {
  const { links, connect, attempt } = model();
  const answers: ((outcome: { ok: false; failure: Failure }) => void)[] = [];
  connect.mockImplementation(() => new Promise<never>((resolve) => answers.push(resolve as never)));
  const first = links.connect('a');
  await links.disconnect('a');
  const second = links.connect('a');
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[0]?.({ ok: false, failure: unreachable });
  await first;
  expect(attempt()).toMatchObject({ phase: 'connecting' });
  answers[1]?.({ ok: false, failure: unreachable });
  await second;
  expect(attempt()).toMatchObject({ phase: 'failed' });
});

test('trusting hands over the fingerprint that was shown and connects', async () => {
  const { links, trust, attempt } = model(unknownKey, 'up');
  await links.connect('a');
  await links.trust('a', 'SHA256:x');
  expect(trust).toHaveBeenCalledWith({ profile: 'a', fingerprint: 'SHA256:x' });
  expect(attempt()).toBeUndefined();
});

test('a refused trust is shown and nothing is connected', async () => {
  const { links, trust, connect, attempt } = model(unknownKey);
  await links.connect('a');
  trust.mockImplementationOnce(async () => fail('host-key-changed', 'host key', 'Another key.', 'Stop.') as never);
  await links.trust('a', 'SHA256:x');
  expect(connect).toHaveBeenCalledTimes(1);
  expect(attempt()).toMatchObject({ phase: 'asking', problem: { kind: 'host-key-changed' } });
});

test('a secret is passed on and not kept', async () => {
  const { links, unlock } = model(secretNeeded, 'up');
  await links.connect('a');
  await links.unlock('a', { secretKind: 'password', secret: 'hunter2', isRemembered: true });
  expect(unlock).toHaveBeenCalledWith({ profile: 'a', secretKind: 'password', secret: 'hunter2', isRemembered: true });
  expect(JSON.stringify(links.store.getState())).not.toContain('hunter2');
});

test('a question can be put aside and asked again', async () => {
  const { links, attempt } = model(unknownKey);
  await links.connect('a');
  links.dismiss('a');
  expect(attempt()?.phase).toBe('failed');
  links.askAgain('a');
  expect(attempt()?.phase).toBe('asking');
});

test('a host that answered was heard now; one that is not linked was not', () => {
  const { links } = model();
  links.take(status());
  links.noteHeard('a');
  expect(links.store.getState().statuses.a?.lastHeardAtMs).toBe(1_000);
  links.take(status({ state: 'reconnecting' }));
  links.noteHeard('a');
  expect(links.store.getState().statuses.a?.lastHeardAtMs).toBe(5);
});

test('what is shown: a link that is up wins over an old attempt, an attempt over an old state', () => {
  const failed = { phase: 'failed', problem: unreachable } as const;
  expect(linkView(status(), failed).kind).toBe('connected');
  expect(linkView(status({ state: 'reconnecting' }), failed).kind).toBe('failed');
  expect(linkView(status({ state: 'failed', failure: unreachable }), undefined).kind).toBe('failed');
  expect(linkView(status({ state: 'failed', failure: unreachable }), { phase: 'connecting', sinceMs: 1 }).kind).toBe(
    'connecting',
  );
  expect(linkView(undefined, undefined).kind).toBe('disconnected');
});

const jump = { profileId: 'bastion', name: 'bastion' };

test('what is about a host on the way goes to that one, and the attempt to the goal', async () => {
  const onWay = [unknownKey, secretNeeded, changedKey].map((failure) => ({ ...failure, jump }));
  const { links, trust, unlock, forgetKey, connect } = model(...onWay);
  await links.connect('a');
  await links.trust('a', 'SHA256:x');
  expect(trust).toHaveBeenCalledWith({ profile: 'bastion', fingerprint: 'SHA256:x' });
  await links.unlock('a', { secretKind: 'password', secret: 'x', isRemembered: false });
  expect(unlock).toHaveBeenCalledWith(expect.objectContaining({ profile: 'bastion' }));
  expect(await links.forgetKey('a', '192.0.2.1')).toEqual({ ok: true, value: [] });
  expect(forgetKey).toHaveBeenCalledWith({ profile: 'bastion', confirmation: '192.0.2.1' });
  expect(connect.mock.calls.flat().map(({ profile }) => profile)).toEqual(['a', 'a', 'a']);
});

test('forgetting a key connects nothing and leaves the stop on the page', async () => {
  const { links, connect, attempt } = model(changedKey);
  await links.connect('a');
  await links.forgetKey('a', '192.0.2.1');
  expect(connect).toHaveBeenCalledTimes(1);
  expect(attempt()).toMatchObject({ phase: 'asking', problem: { kind: 'host-key-changed' } });
});

test('a quiet attempt puts its question aside', async () => {
  const { links, attempt } = model(unknownKey);
  await links.connect('a', { isQuiet: true });
  expect(attempt()?.phase).toBe('failed');
});

test('a question that a link raised by itself can be asked', () => {
  const { links, attempt } = model();
  links.take(status({ state: 'failed', failure: secretNeeded }));
  links.askAgain('a');
  expect(attempt()).toMatchObject({ phase: 'asking', problem: { kind: 'secret-needed' } });
});

test('a link that the user closed is known as such until it is opened again', async () => {
  const { links } = model('up');
  await links.disconnect('a');
  expect(links.isClosedByUser('a')).toBe(true);
  await links.connect('a');
  expect(links.isClosedByUser('a')).toBe(false);
  await links.disconnect('a');
  links.raise('a', unknownKey);
  await links.trust('a', 'SHA256:x');
  expect(links.isClosedByUser('a')).toBe(false);
});

const question = (id: string, expiresAtMs = 5_000) => ({
  id,
  title: '',
  instruction: '',
  prompts: [{ text: 'Code:', isEchoed: false }],
  expiresAtMs,
});

test('an answered question stays on the page until the host goes on; the answers are not kept', async () => {
  const { links, answer } = model();
  const shown = () => shownQuestion(links.store.getState());
  links.take(status({ state: 'connecting', question: question('one') }));
  expect(shown()).toMatchObject({ profileId: 'a', question: { id: 'one' }, isChecking: false });
  await links.answer('a', question('one'), ['123456']);
  expect(answer).toHaveBeenCalledWith({ profile: 'a', questionId: 'one', answers: ['123456'] });
  expect(JSON.stringify(links.store.getState())).not.toContain('123456');
  links.take(status({ state: 'connecting' }));
  expect(shown()).toMatchObject({ question: { id: 'one' }, isChecking: true });
  links.take(status({ state: 'connecting', question: question('two') }));
  expect(shown()).toMatchObject({ question: { id: 'two' }, isChecking: false });
  await links.answer('a', question('two'), ['654321']);
  links.take(status());
  expect(shown()).toBeNull();
});

test.each([
  { state: 'failed', failure: unreachable },
  { state: 'disconnected' },
  { state: 'reconnecting', nextAttemptAtMs: 9_000 },
] as const)('an attempt that ended takes its question along: %o', async (part) => {
  const { links } = model();
  links.take(status({ state: 'reconnecting', question: question('one') }));
  await links.answer('a', question('one'), ['1']);
  links.take(status(part));
  expect(shownQuestion(links.store.getState())).toBeNull();
});

test('giving up while answers are checked ends the attempt', async () => {
  const { links, answer, attempt } = model();
  links.take(status({ state: 'connecting', question: question('one') }));
  await links.answer('a', question('one'), ['1']);
  await links.answer('a', question('one'), null);
  expect(answer).toHaveBeenCalledTimes(1);
  expect(links.isClosedByUser('a')).toBe(true);
  expect(attempt()).toBeUndefined();
  expect(shownQuestion(links.store.getState())).toBeNull();
});

test('an answer that came too late is told', async () => {
  const { links, answer, attempt } = model();
  links.take(status({ state: 'connecting', question: question('one') }));
  answer.mockImplementationOnce(async () => fail('invalid-input', 'auth', 'Not asked any more.', 'Again.') as never);
  await links.answer('a', question('one'), ['1']);
  expect(attempt()).toMatchObject({ phase: 'failed', problem: { message: 'Not asked any more.' } });
  expect(links.store.getState().answered).toEqual({});
});

test('a host that takes its time over an answer keeps no other one waiting', async () => {
  const { links } = model();
  const shown = () => shownQuestion(links.store.getState());
  links.take(status({ state: 'connecting', question: question('one') }));
  links.take(status({ profileId: 'b', state: 'connecting', question: question('two', 9_000) }));
  await links.answer('a', question('one'), ['1']);
  expect(shown()).toMatchObject({ profileId: 'b', isChecking: false });
  links.take(status({ profileId: 'b' }));
  expect(shown()).toMatchObject({ profileId: 'a', isChecking: true });
});

test('of two hosts that ask, the one that runs out first is asked first', () => {
  const { links } = model();
  links.take(status({ profileId: 'late', state: 'connecting', question: question('l', 9_000) }));
  links.take(status({ profileId: 'soon', state: 'connecting', question: question('s', 3_000) }));
  expect(shownQuestion(links.store.getState())?.profileId).toBe('soon');
});

test('a host on the way is named with the goal that is under way behind it', () => {
  const hosts = [
    { id: 'bastion', name: 'bastion', jumpProfileId: null },
    { id: 'inner', name: 'inner', jumpProfileId: 'bastion' },
    { id: 'db', name: 'db', jumpProfileId: 'inner' },
    { id: 'round', name: 'round', jumpProfileId: 'round' },
  ];
  const goal = (asker: string, ...underWay: string[]) => goalBehind(asker, hosts, (id) => underWay.includes(id))?.name;
  expect(goal('bastion', 'bastion', 'db')).toBe('db');
  expect(goal('bastion', 'bastion', 'round')).toBeUndefined();
  expect(goal('db', 'db', 'bastion')).toBeUndefined();
});

test.each([
  [{ heardAtMs: 1_000, roundTripMs: 12.4 }, 5_000, 'linked · 12 ms'],
  [{ heardAtMs: 1_000, roundTripMs: 12.4 }, 19_000, 'linked · last heard 18 s ago'],
  [{ heardAtMs: null, roundTripMs: null }, 99_000, 'linked'],
])('the line about a link that is up: %o', (part, nowMs, words) =>
  expect(linkLineWords({ kind: 'connected', ...part }, nowMs)).toBe(words),
);

test.each([
  [{ nextAttemptAtMs: 9_000, attemptCount: 1 }, 'reconnecting · next try in 8 s'],
  [{ nextAttemptAtMs: 9_000, attemptCount: 4 }, 'reconnecting · next try in 8 s · 4 tries so far'],
  [{ nextAttemptAtMs: null, attemptCount: 0 }, 'reconnecting · trying now'],
  [{ nextAttemptAtMs: null, attemptCount: 2, isAsked: true }, 'the server asks you'],
])('the line about a link that is lost: %o', (part, words) =>
  expect(linkLineWords({ kind: 'reconnecting', sinceMs: 0, isAsked: false, unheard: null, ...part }, 1_000)).toBe(
    words,
  ),
);
