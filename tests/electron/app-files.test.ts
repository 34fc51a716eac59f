import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from '../../main/electron/page/app-protocol.ts';
import { safeDownloadName } from '../../main/electron/safety/downloads.ts';

let root: string;
let directory: string;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'berth-files-'));
  directory = path.join(root, 'renderer');
  await mkdir(path.join(directory, 'assets'), { recursive: true });
  await mkdir(path.join(root, 'renderer-secret'));
  await writeFile(path.join(directory, 'index.html'), '<h1>page</h1>');
  await writeFile(path.join(directory, 'assets/a.js'), 'export {};');
  await writeFile(path.join(directory, 'assets/a.js.map'), '{}');
  await writeFile(path.join(root, 'secret.html'), 'secret');
  await writeFile(path.join(root, 'renderer-secret/index.html'), 'secret');
  await symlink('index.html', path.join(directory, 'name with space.html'));
});
afterAll(() => rm(root, { recursive: true }));

const get = (url: string, method = 'GET') => answer(directory, new Request(url, { method }));

describe('app://berth/', () => {
  it.each([
    ['app://berth/', 'text/html; charset=utf-8'],
    ['app://berth/index.html?x=1', 'text/html; charset=utf-8'],
    ['app://berth/assets/a.js', 'text/javascript; charset=utf-8'],
    ['app://berth/name%20with%20space.html', 'text/html; charset=utf-8'],
  ])('serves %s', async (url, contentType) => {
    const response = await get(url);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, contentType]);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it.each([
    'app://berth/../secret.html',
    'app://berth/%2e%2e/secret.html',
    'app://berth/..%2fsecret.html',
    'app://berth/assets/..%2f..%2fsecret.html',
    'app://berth/..%5csecret.html',
    'app://berth/%2e%2e%2frenderer-secret/index.html',
    'app://berth//etc/passwd',
    'app://berth/index.html%00.js',
    'app://berth/%E0%A4%A',
    'app://berth/assets',
    'app://berth/assets/',
    'app://berth/missing.html',
    'app://berth/assets/a.js.map',
    'app://other/index.html',
    'app://berth:80/index.html',
  ])('does not serve %s', async (url) => {
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('Not found');
  });

  it('sends each file with what keeps foreign code out', async () => {
    const headers = Object.fromEntries((await get('app://berth/')).headers);
    const policy = headers['content-security-policy']?.split('; ');
    expect(policy).toEqual(
      expect.arrayContaining(["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-src 'none'"]),
    );
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    });
  });

  it('answers only GET', async () => {
    expect((await get('app://berth/', 'POST')).status).toBe(404);
  });
});

describe('the name of a download', () => {
  it.each([
    ['report.pdf', 'report.pdf'],
    ['../../.bashrc', 'bashrc'],
    ['..\\..\\x.exe', 'x.exe'],
    ['/etc/passwd', 'passwd'],
    ['.profile', 'profile'],
    ['...', 'download'],
    ['', 'download'],
    ['CON', 'download-CON'],
    ['nul.txt', 'download-nul.txt'],
    ['lpt¹.log', 'download-lpt¹.log'],
    ['photo\u202egnp.exe', 'photognp.exe'],
    ['a\u0000b\nc.txt', 'abc.txt'],
    ['a:b*c?.txt', 'a_b_c_.txt'],
    ['ends with dots. . .', 'ends with dots'],
    ['Übersicht 2026.ods', 'Übersicht 2026.ods'],
  ])('%j becomes %j', (name, expected) => {
    expect(safeDownloadName(name)).toBe(expected);
  });

  it('is short enough for every file system and keeps its ending', () => {
    const name = safeDownloadName(`${'ü'.repeat(300)}.tar`);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
    expect(name.endsWith('ü.tar')).toBe(true);
  });
});
