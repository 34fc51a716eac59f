import { describe, expect, it } from 'vitest';
import { plainRequest, requestHeaders, upgradeRequest } from '../../../../main/core/gate/carrying/request-headers.ts';
import { responseHeaders } from '../../../../main/core/gate/carrying/response-headers.ts';

const target = {
  profileId: 'vps',
  instanceId: 'demo',
  place: 'me@192.0.2.1:22',
  openChannel: () => Promise.reject(new Error('not used')),
  upstreamPath: '/vscode/demo/',
  instanceCookie: { name: 'session', value: 'token' },
  folder: '/srv/demo',
};

describe('what the instance is told', () => {
  const browser = {
    host: ['i-1.localhost:4000'],
    origin: ['http://i-1.localhost:4000'],
    accept: ['*/*'],
    cookie: ['berth-gate=secret; a=1'],
    connection: ['keep-alive, X-Private'],
    'x-private': ['1'],
    'keep-alive': ['timeout=5'],
    'proxy-authorization': ['Basic eA=='],
    te: ['trailers'],
    upgrade: ['websocket'],
    forwarded: ['host=evil'],
    'x-forwarded-host': ['evil'],
    'x-forwarded-for': ['1.2.3.4'],
    'x-real-ip': ['1.2.3.4'],
    expect: ['100-continue'],
  };

  it('keeps Host and Origin, changes the cookie, and leaves out what belongs to the connection or claims a proxy', () => {
    expect(requestHeaders(browser, target)).toEqual({
      host: 'i-1.localhost:4000',
      origin: ['http://i-1.localhost:4000'],
      accept: ['*/*'],
      cookie: 'session=token',
    });
  });

  it('asks for one answer per channel and keeps a body of unknown length chunked', () => {
    const told = requestHeaders(browser, target);
    expect(plainRequest(browser, told)).toMatchObject({ connection: 'close' });
    expect(plainRequest(browser, told)).not.toHaveProperty('transfer-encoding');
    expect(plainRequest({ ...browser, 'transfer-encoding': ['chunked'] }, told)).toMatchObject({
      'transfer-encoding': 'chunked',
    });
  });

  it('asks for an upgrade', () => {
    expect(upgradeRequest(requestHeaders(browser, target))).toMatchObject({
      connection: 'Upgrade',
      upgrade: 'websocket',
    });
  });
});

describe('what the page is told', () => {
  const setting = { entryPath: '/vscode/demo/', upstreamPath: '/vscode/demo/', frameAncestor: 'http://127.0.0.1:8080' };

  it('hides cookies, opens nothing to other origins and decides who may frame it', () => {
    const headers = responseHeaders(
      {
        'content-type': ['text/html'],
        'set-cookie': ['session=token', 'a=b'],
        'access-control-allow-origin': ['*'],
        'access-control-allow-credentials': ['true'],
        'x-frame-options': ['DENY'],
        'clear-site-data': ['"cookies"'],
        'alt-svc': ['h3=":443"'],
        'cross-origin-resource-policy': ['cross-origin'],
        'service-worker-allowed': ['/'],
        connection: ['close'],
        'transfer-encoding': ['chunked'],
        vary: ['Origin', 'Accept'],
      },
      setting,
    );
    expect(headers).toEqual({
      'content-type': ['text/html'],
      vary: ['Origin', 'Accept'],
      'content-security-policy': ["frame-ancestors 'self' http://127.0.0.1:8080"],
      'cross-origin-resource-policy': 'same-origin',
      'service-worker-allowed': '/vscode/demo/',
    });
  });

  it('keeps the instance’s own policy, apart from who may frame it', () => {
    const headers = responseHeaders(
      {
        'content-security-policy': [
          "default-src 'none'; Frame-Ancestors 'none' ; script-src 'self', frame-ancestors *",
          "frame-ancestors 'self'",
        ],
      },
      { ...setting, frameAncestor: null },
    );
    expect(headers['content-security-policy']).toEqual([
      "default-src 'none'; script-src 'self'",
      "frame-ancestors 'self'",
    ]);
  });

  it('does not offer a service worker scope that was not asked for', () => {
    expect(responseHeaders({}, setting)).not.toHaveProperty('service-worker-allowed');
  });

  it.each([
    ['/', '/login?to=x', '/vscode/demo/login?to=x'],
    ['/', './?folder=/a', './?folder=/a'],
    ['/', '//evil.example/', '//evil.example/'],
    ['/', 'https://example.com/', 'https://example.com/'],
    ['/vscode/demo/', '/vscode/demo/?folder=/a', '/vscode/demo/?folder=/a'],
  ])('translates a redirect of a far end at %s to %s', (upstreamPath, location, expected) => {
    expect(responseHeaders({ location: [location] }, { ...setting, upstreamPath }).location).toBe(expected);
  });
});
