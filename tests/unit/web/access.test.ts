import { expect, test } from 'vitest';
import { Access } from '../../../main/web/access.ts';

test('a token opens once and gives a session that holds', () => {
  const access = new Access();
  const token = access.issueEntryToken();
  const session = access.enter(token);
  expect(session).toMatch(/^[\w-]{43}$/);
  expect(session).not.toBe(token);
  expect(access.hasSession(session ?? '')).toBe(true);
  expect(access.enter(token)).toBeNull();
});

test('wrong tokens and sessions are nothing, also each other’s', () => {
  const access = new Access();
  const token = access.issueEntryToken();
  for (const wrong of ['', 'x', `${token}x`, token.slice(1)]) expect(access.enter(wrong)).toBeNull();
  expect(access.hasSession(token)).toBe(false);
  expect(access.hasSession('')).toBe(false);
  const session = access.enter(token) ?? '';
  expect(access.enter(session)).toBeNull();
});

test('a second address does not spend the first', () => {
  const access = new Access();
  const [one, two] = [access.issueEntryToken(), access.issueEntryToken()];
  expect(access.enter(two)).not.toBeNull();
  expect(access.enter(one)).not.toBeNull();
});
