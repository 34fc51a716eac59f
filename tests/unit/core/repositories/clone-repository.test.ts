import { describe, expect, it } from 'vitest';
import { fail, succeed } from '../../../../main/contract/failure.ts';
import { type CloneRequest, Clones } from '../../../../main/core/repositories/clone-repository.ts';
import { askedHost, rowOf } from './scene.ts';

const request: CloneRequest = {
  profile: 'Alpha',
  url: 'https://example.com/a/b.git',
  path: '~/b',
  login: { kind: 'token', user: 'u', token: 't' },
  trustedFingerprint: null,
};
const never = new AbortController().signal;

function scene() {
  const { host, asked } = askedHost();
  const clones = new Clones(() => Promise.resolve(succeed(host)));
  const begin = async (part: Partial<CloneRequest> = {}) => {
    const outcome = clones.clone({ ...request, ...part }, () => {});
    await Promise.resolve().then(() => Promise.resolve());
    return { outcome, ask: asked[0] };
  };
  return { clones, asked, begin };
}

describe('a clone', () => {
  it('is stopped by the id of its profile as well as by its name, and says whether that came in time', async () => {
    for (const name of ['a', 'Alpha']) {
      const { clones, begin } = scene();
      const { outcome, ask } = await begin();
      const cancelled = clones.cancel(name, '~/b', never);
      expect(ask?.options.cancelSignal?.aborted).toBe(true);
      ask?.answer(fail('cancelled', 'clone', 'This was called off.', 'Start again.'));
      expect(await cancelled).toBe(true);
      expect(await outcome).toMatchObject({ failure: { kind: 'cancelled' } });
    }
    const { clones, begin } = scene();
    const { ask } = await begin();
    const late = clones.cancel('a', '~/b', never);
    ask?.answer(succeed(rowOf('/home/me/b')));
    expect(await late).toBe(false);
    expect(await clones.cancel('a', '~/b', never)).toBe(false);
    expect(await clones.cancel('a', '~/other', never)).toBe(false);
  });

  it('is not begun twice into one folder, but again once it is over', async () => {
    const { begin, asked } = scene();
    const first = await begin();
    expect(await (await begin()).outcome).toMatchObject({ failure: { kind: 'busy', stage: 'clone' } });
    first.ask?.answer(fail('clone-failed', 'clone', 'No.', 'Yes.'));
    await first.outcome;
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
    expect(await (await begin(part)).outcome).toMatchObject({ failure: { kind: 'invalid-input' } });
    expect(asked).toEqual([]);
  });
});
