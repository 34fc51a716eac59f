import { describe, expect, it } from 'vitest';
import { gateSetCookieHeader, upstreamCookieHeader } from '../../../../main/core/gate/cookies.ts';

const instanceCookie = { name: 'code-server-session-demo', value: 'token' };

describe('upstreamCookieHeader', () => {
  it('keeps the page’s cookies, takes out the gate’s and adds the instance’s', () => {
    expect(upstreamCookieHeader(['a=1; berth-gate=secret; b=2'], instanceCookie)).toBe(
      'a=1; b=2; code-server-session-demo=token',
    );
  });

  it('takes out every gate cookie, however it is written', () => {
    const header = upstreamCookieHeader(['berth-gate=1;berth-gate=2', ' berth-gate =3;; '], instanceCookie);
    expect(header).toBe('code-server-session-demo=token');
  });

  it('does not let the page send an instance cookie of its own', () => {
    expect(upstreamCookieHeader(['code-server-session-demo=evil'], instanceCookie)).toBe(
      'code-server-session-demo=token',
    );
  });
});

describe('gateSetCookieHeader', () => {
  it('can be read by no script and sent from no other site', () => {
    const attributes = gateSetCookieHeader('v').split('; ');
    expect(attributes[0]).toBe('berth-gate=v');
    expect(attributes).toEqual(expect.arrayContaining(['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/']));
    expect(attributes.some((attribute) => attribute.startsWith('Domain'))).toBe(false);
  });
});
