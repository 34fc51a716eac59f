import { describe, expect, it } from 'vitest';
import { strengthOf } from '../../../../renderer/features/secrets/passphrase-strength.ts';
import { createSecretsModel, rememberPlace } from '../../../../renderer/features/secrets/secrets-model.ts';
import { fakeSecrets } from '../../../support/fake-core/fake-secrets.ts';

describe('the strength of a passphrase', () => {
  it.each([
    ['', 'empty'],
    ['seven77', 'short'],
    ['aaaaaaaaaaaaaaaaaaaa', 'weak'],
    ['12345678901234567890', 'weak'],
    ['password1', 'weak'],
    ['Tr0ub4dor&3', 'fair'],
    ['correct horse battery staple', 'strong'],
  ] as const)('of "%s" is %s', (passphrase, level) => {
    expect(strengthOf(passphrase).level).toBe(level);
  });
});

describe('the remembered secrets on the page', () => {
  const handlers = fakeSecrets({ passphrase: 'the right one', isLocked: true, count: 2 });
  const context = { signal: new AbortController().signal };
  const client = Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [
      name,
      (input: never) => (handler as (...args: unknown[]) => unknown)(input, context),
    ]),
  );
  const model = createSecretsModel({ secrets: client as never });
  const place = () => rememberPlace(model.store.getState().status);

  it('can be added to only while they are open, and are never held by the page', async () => {
    expect(place()).toBeNull();
    await model.load();
    expect(place()).toBeNull();
    expect(await model.open('a wrong one')).toMatchObject({ kind: 'auth-failed' });
    expect(model.store.getState().status?.isLocked).toBe(true);
    expect(await model.open('the right one')).toBeNull();
    expect(place()).toBe('under your master passphrase');
    expect(JSON.stringify(model.store.getState())).not.toMatch(/right|wrong/);
    await model.forgetAll();
    expect(model.store.getState().status).toMatchObject({ kind: 'none', count: 0 });
  });

  it('say so when Berth does not answer', async () => {
    const broken = createSecretsModel({
      secrets: { ...(client as object), status: () => Promise.reject(new Error('gone')) } as never,
    });
    await broken.load();
    expect(broken.store.getState().problem).toMatchObject({ kind: 'app-unreachable' });
  });
});
