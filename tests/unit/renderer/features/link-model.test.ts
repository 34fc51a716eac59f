import { expect, test, vi } from 'vitest';
import type { Failure } from '../../../../main/contract/failure.ts';
import { fail, succeed } from '../../../../main/contract/failure.ts';
import type { HostStatus } from '../../../../main/contract/hosts.ts';
import { createLinkModel } from '../../../../renderer/features/link/link-model.ts';
import { linkView } from '../../../../renderer/features/link/link-view.ts';
import { changedKey, secretNeeded, unknownKey, unreachable } from '../../../support/fakes/fake-hosts.ts';

const clock = { nowMs: () => 1_000, after: () => () => undefined };
const status = (part: Partial<HostStatus> = {}): HostStatus => ({
  profileId: 'a',
  state: 'connected',
  sinceMs: 1,
  lastHeardAtMs: 5,
  roundTripMs: 12,
  nextAttemptAtMs: null,
  failure: null,
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
  const client = { hosts: { connect, trust, unlock, disconnect } };
  const links = createLinkModel(client as never, clock);
  const attempt = () => links.store.getState().attempts.a;
  return { links, connect, trust, unlock, attempt };
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
