import { expect, test } from 'vitest';
import { type Failure, fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import type { HostStatus, LinkState } from '../../../../main/contract/hosts.ts';
import { profile as profileSchema } from '../../../../main/contract/profiles.ts';
import { WayOverHosts } from '../../../../main/core/hosts/way-over-hosts.ts';
import { unwatched } from '../../../../main/core/ssh/attempt/attempt-watch.ts';
import { createProcessLink } from '../../../support/fakes/process-link.ts';

const saved = [
  profileSchema.parse({ id: 'a', name: 'bastion', address: 'a.example', user: 'me' }),
  profileSchema.parse({ id: 'c', name: 'c', address: 'c.example', user: 'me', jumpProfileId: 'a' }),
];

/** A way over a host whose link is in a state that the test decides. */
function openWay(first: LinkState, failure: Failure | null = null) {
  const link = createProcessLink({});
  const listeners = new Set<(status: HostStatus) => void>();
  const asked = { connect: 0, wake: 0 };
  let status: HostStatus = { ...link.status(), state: first, failure };
  const enter = (state: LinkState) => {
    status = { ...status, state };
    for (const listener of listeners) listener(status);
  };
  const fails = (why: Failure) => {
    status = { ...status, failure: why };
    enter('failed');
  };
  const way = new WayOverHosts('c', {
    sources: {
      findProfile: async (reference) => {
        const found = saved.find(({ id }) => id === reference);
        return found ? succeed(found) : fail('profile-not-found', 'input', 'There is none.', 'Add it.');
      },
      listProfiles: async () => succeed(saved),
      resolveSshHost: () => Promise.reject(new Error('not used')),
    },
    linkOf: async () =>
      succeed({
        ...link,
        status: () => status,
        onDidChangeStatus: (listener: (status: HostStatus) => void) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        wake: () => {
          asked.wake++;
        },
        connect: async (): Promise<Result<HostStatus>> => {
          asked.connect++;
          enter('connected');
          return succeed(status);
        },
      }),
    take: () => true,
  });
  const abort = new AbortController();
  return { way, asked, enter, fails, abort, listeners, find: () => way.find(abort.signal, unwatched) };
}

/** Lets everything that can go on go on. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('A host on the way that waits for its own next attempt is waited for, and hurried only for a person', async () => {
  const { way, asked, enter, find } = openWay('reconnecting');
  const waiting = find();
  await turn();
  expect(asked.connect).toBe(0);
  enter('connected');
  expect(await waiting).toMatchObject({ ok: true, value: { profile: { id: 'c' } } });
  enter('reconnecting');
  const hurried = find();
  await turn();
  way.hurry();
  expect(await hurried).toMatchObject({ ok: true });
  expect(asked.connect).toBe(1);
});

test('A host on the way whose login failed is not tried again by itself', async () => {
  const rejected = fail('auth-failed', 'auth', 'It did not accept the key.', 'Add it.').failure;
  const { way, asked, find } = openWay('failed', rejected);
  expect(await find()).toMatchObject({
    ok: false,
    failure: { kind: 'auth-failed', jump: { profileId: 'a', name: 'bastion' } },
  });
  expect(asked.connect).toBe(0);
  way.hurry();
  expect(await find()).toMatchObject({ ok: true });
});

test('An attempt that is called off leaves the host on the way alone, and waking wakes that first', async () => {
  const { way, asked, abort, listeners, find } = openWay('connecting');
  const waiting = find();
  await turn();
  way.wake();
  abort.abort();
  expect(await waiting).toMatchObject({ ok: false, failure: { kind: 'disconnected' } });
  expect([asked, listeners.size]).toEqual([{ connect: 0, wake: 1 }, 0]);
});

test('A host on the way that is at rest is not brought up for an attempt that was called off before', async () => {
  const { asked, abort, find } = openWay('disconnected');
  const waiting = find();
  abort.abort();
  expect(await waiting).toMatchObject({ ok: false, failure: { kind: 'disconnected' } });
  expect(asked.connect).toBe(0);
});

test('A person’s wish hurries one attempt, and no later one that nobody asked for', async () => {
  const rejected = fail('auth-failed', 'auth', 'It did not accept the key.', 'Add it.').failure;
  const { way, asked, fails, find } = openWay('connecting');
  const waiting = find();
  await turn();
  way.hurry();
  expect(await waiting).toMatchObject({ ok: true });
  fails(rejected);
  expect(await find()).toMatchObject({ ok: false, failure: { kind: 'auth-failed' } });
  expect(asked.connect).toBe(1);
});
