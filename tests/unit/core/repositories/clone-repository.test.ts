import { describe, expect, it } from 'vitest';
import { fail, succeed } from '../../../../main/contract/failure.ts';
import type { OperationItem } from '../../../../main/contract/operation.ts';
import type { FindHost } from '../../../../main/core/host.ts';
import type { CloneRequest } from '../../../../main/core/repositories/clone-repository.ts';
import { createClones } from '../../../../main/core/repositories/clones.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';
import { askedHost, rowOf } from './scene.ts';

const request: CloneRequest = {
  profile: 'Alpha',
  url: 'https://example.com/a/b.git',
  path: '~/b',
  login: { kind: 'token', user: 'u', token: 't' },
  trustedFingerprint: null,
};
const never = { signal: new AbortController().signal };

/** What an operation came to. */
async function endOf<T>(items: AsyncIterable<OperationItem<T>>): Promise<OperationItem<T> | null> {
  let last: OperationItem<T> | null = null;
  for await (const item of items) last = item;
  return last;
}

function scene(findHost?: FindHost) {
  const { host, asked } = askedHost();
  const found = () => Promise.resolve(succeed(host));
  const clones = createClones({ findHost: findHost ?? found, findKnownHost: found, clock: new ManualClock(7) });
  const begin = async (part: Partial<CloneRequest> = {}) => {
    const end = endOf(clones.clone({ ...request, ...part }, never));
    // The host is found and asked without anything that would have to be waited for.
    await new Promise((resolve) => setImmediate(resolve));
    return { end, ask: asked.at(-1) };
  };
  const cancel = async (profile: string, path: string) => {
    const told = await clones.cancelClone({ profile, path }, never);
    return told.ok && told.value.isCancelled;
  };
  return { clones, asked, begin, cancel };
}
const calledOff = fail('cancelled', 'clone', 'This was called off.', 'Start again.');

describe('a clone', () => {
  it('is stopped, and says whether that came in time', async () => {
    const { begin, cancel } = scene();
    const inTime = await begin();
    const stopped = cancel('a', '~/b');
    await new Promise((resolve) => setImmediate(resolve));
    expect(inTime.ask?.options.cancelSignal?.aborted).toBe(true);
    inTime.ask?.answer(calledOff);
    expect([await stopped, await inTime.end]).toMatchObject([true, { failure: { kind: 'cancelled' } }]);
    const late = await begin();
    const tooLate = cancel('a', '~/b');
    await new Promise((resolve) => setImmediate(resolve));
    late.ask?.answer(succeed(rowOf('/home/me/b')));
    expect(await tooLate).toBe(false);
    expect([await cancel('a', '~/b'), await cancel('a', '~/other')]).toEqual([false, false]);
  });

  it('is stopped at once while its host does not answer', async () => {
    const { begin, cancel, asked } = scene(() => new Promise(() => {}));
    const { end } = await begin();
    expect(await cancel('a', '~/b')).toBe(true);
    expect([await end, asked]).toMatchObject([{ failure: { kind: 'cancelled' } }, []]);
  });

  it('is told and followed from its beginning on, without its token', async () => {
    const { clones, begin } = scene();
    const { ask } = await begin();
    expect(await clones.clones({ profile: 'a' }, never)).toEqual(
      succeed([{ url: request.url, path: '~/b', login: 'token', startedAtMs: 7 }]),
    );
    ask?.options.onStep?.({ stage: 'clone', state: 'started', title: 'Cloning', atMs: 8 });
    const followed = clones.followClone({ profile: 'a', path: '~/b' }, never)[Symbol.asyncIterator]();
    expect(await followed.next()).toMatchObject({ value: { step: { title: 'Cloning' } } });
    ask?.answer(succeed(rowOf('/home/me/b')));
    expect(await followed.next()).toMatchObject({ value: { type: 'done', value: { path: '/home/me/b' } } });
    expect(await endOf(clones.followClone({ profile: 'a', path: '~/b' }, never))).toBeNull();
    expect(await clones.clones({ profile: 'a' }, never)).toEqual(succeed([]));
  });

  it('that ended while nobody was there is listed, and told to who comes back, once', async () => {
    const { clones, asked } = scene();
    const reload = new AbortController();
    void endOf(clones.clone(request, { signal: reload.signal }));
    await new Promise((resolve) => setImmediate(resolve));
    reload.abort();
    asked.at(-1)?.answer(fail('auth-failed', 'clone', 'The token was refused.', 'Type another one.'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(await clones.clones({ profile: 'a' }, never)).toMatchObject({ value: [{ path: '~/b' }] });
    const follow = () => endOf(clones.followClone({ profile: 'a', path: '~/b' }, never));
    expect(await follow()).toMatchObject({ type: 'failed', failure: { kind: 'auth-failed' } });
    expect([await follow(), await clones.clones({ profile: 'a' }, never)]).toEqual([null, succeed([])]);
  });

  it('is not begun twice into one folder, but again once it is over', async () => {
    const { begin, asked } = scene();
    const first = await begin();
    expect(await (await begin()).end).toMatchObject({ failure: { kind: 'busy', stage: 'clone' } });
    first.ask?.answer(fail('clone-failed', 'clone', 'No.', 'Yes.'));
    await first.end;
    await begin();
    expect(asked.length).toBe(2);
  });

  it.each([
    [{ url: 'git@example.com:a/b.git' }],
    [{ url: 'https://example.com/a', login: { kind: 'deploy-key' } as const }],
    [{ path: '/a\0b' }],
    [{ login: { kind: 'token', user: 'u', token: 't\nx' } as const }],
    [{ trustedFingerprint: '\0' }],
  ])('with %j is refused before the host is asked', async (part) => {
    const { begin, asked } = scene();
    expect(await (await begin(part)).end).toMatchObject({ failure: { kind: 'invalid-input' } });
    expect(asked).toEqual([]);
  });
});
