import { describe, expect, it } from 'vitest';
import { upstreamRouteOf } from '../../../../main/core/gate/carrying/upstream-route.ts';

const entryPath = '/vscode/demo/';
const throughNginx = { upstreamPath: '/vscode/demo/', folder: '/srv/demo' };
const direct = { upstreamPath: '/', folder: '/srv/my repo & más/?#' };

describe('upstreamRouteOf', () => {
  it.each([
    ['/vscode/demo/', '/vscode/demo/'],
    ['/vscode/demo/static/a.js?x=1&y=%2F', '/vscode/demo/static/a.js?x=1&y=%2F'],
    ['/vscode/demo/a%20b/c.d', '/vscode/demo/a%20b/c.d'],
    ['/vscode/demo/..a/b..', '/vscode/demo/..a/b..'],
  ])('leaves %s as it is for nginx', (url, path) => {
    expect(upstreamRouteOf(url, entryPath, throughNginx, true)).toEqual({ kind: 'forward', path });
  });

  it.each([
    ['/vscode/demo/healthz', '/healthz'],
    ['/vscode/demo/static/a.js?x=1', '/static/a.js?x=1'],
    ['/vscode/demo/?folder=/srv/other', '/?folder=/srv/other'],
    ['/vscode/demo/?workspace=/srv/x.code-workspace', '/?workspace=/srv/x.code-workspace'],
    ['/vscode/demo/?ew=true', '/?ew=true'],
    ['/vscode/demo//login', '//login'],
  ])('strips the prefix of %s when direct', (url, path) => {
    expect(upstreamRouteOf(url, entryPath, direct, true)).toEqual({ kind: 'forward', path });
  });

  it('sends the bare root to the folder when direct, and keeps what else was asked', () => {
    const location = '/vscode/demo/?folder=/srv/my%20repo%20%26%20m%C3%A1s/%3F%23';
    expect(upstreamRouteOf('/vscode/demo/', entryPath, direct, true)).toEqual({ kind: 'redirect', location });
    expect(upstreamRouteOf('/vscode/demo/?folder=', entryPath, direct, true)).toEqual({
      kind: 'redirect',
      location: `${location}&folder=`,
    });
    expect(upstreamRouteOf('/vscode/demo/?payload=1', entryPath, direct, true)).toEqual({
      kind: 'redirect',
      location: `${location}&payload=1`,
    });
    expect(new URL(location, 'http://x').searchParams.get('folder')).toBe(direct.folder);
  });

  it('does not redirect an upgrade or a form', () => {
    expect(upstreamRouteOf('/vscode/demo/', entryPath, direct, false)).toEqual({ kind: 'forward', path: '/' });
  });

  it.each([
    '',
    '/',
    '*',
    '/vscode',
    '/vscode/demo',
    '/vscode/demo?x',
    '/vscode/demo2/',
    '/vscode/other/',
    '/VSCODE/demo/',
    '//vscode/demo/',
    'http://evil.example/vscode/demo/',
    '/vscode/demo/../other/',
    '/vscode/demo/./x',
    '/vscode/demo/%2e%2e/other/',
    '/vscode/demo/..%2fother/',
    '/vscode/demo/a/..%5Cother/',
    '/vscode/demo/%2E./other',
    '/vscode/demo/..',
    '/vscode/demo/%',
    '/vscode/demo/%ff',
    '/.berth/enter',
  ])('has no route for %j', (url) => {
    expect(upstreamRouteOf(url, entryPath, throughNginx, true)).toEqual({ kind: 'not-found' });
    expect(upstreamRouteOf(url, entryPath, direct, true)).toEqual({ kind: 'not-found' });
  });

  it('takes no offence at dots in a query', () => {
    const url = '/vscode/demo/vscode-remote-resource?path=/srv/../etc';
    expect(upstreamRouteOf(url, entryPath, throughNginx, true)).toEqual({ kind: 'forward', path: url });
  });
});
