import { describe, expect, it } from 'vitest';
import { gateSetCookieHeader } from '../../../../main/core/gate/entering/cookies.ts';

describe('gateSetCookieHeader', () => {
  it('can be read by no script and sent from no other site', () => {
    const attributes = gateSetCookieHeader('v').split('; ');
    expect(attributes[0]).toBe('berth-gate=v');
    expect(attributes).toEqual(expect.arrayContaining(['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/']));
    expect(attributes.some((attribute) => attribute.startsWith('Domain'))).toBe(false);
  });
});
