import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const folder = path.resolve(import.meta.dirname, '../../main/electron');
let sources: ReadonlyMap<string, string>;

beforeAll(async () => {
  const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.ts'));
  sources = new Map(
    await Promise.all(
      files.map(
        async (file) => [file.split(path.sep).join('/'), await readFile(path.join(folder, file), 'utf8')] as const,
      ),
    ),
  );
});

const filesWith = (pattern: RegExp) => [...sources].filter(([, source]) => pattern.test(source)).map(([file]) => file);

/** What may be done in few places only, because each of them is guarded. */
const places: readonly (readonly [what: string, pattern: RegExp, files: readonly string[]])[] = [
  ['messages are heard', /\bipcMain\.(?!ts)/, ['page/page-port.ts']],
  ['a preload speaks', /\bipcRenderer\b/, ['preload.ts']],
  ['something is put into a page', /\bexposeInMainWorld\b/, ['preload.ts']],
  ['windows are made', /new BrowserWindow\(/, ['page/app-window.ts']],
  ['views are made', /new WebContentsView\(/, ['views/editor-view.ts']],
  ['permissions are decided', /\bsetPermission(?:Request|Check)Handler\b/, ['safety/permissions.ts']],
  ['requests are decided', /\bonBeforeRequest\b/, ['safety/request-guard.ts']],
  ['proxies are set', /\bsetProxy\(/, ['safety/host-proxy.ts']],
  ['a scheme is answered', /\bprotocol\.(?:handle|registerSchemesAsPrivileged)\(/, ['page/app-protocol.ts']],
];

/** What is done nowhere. */
const never: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a certificate that Chromium refuses is taken', /setCertificateVerifyProc|certificate-error|ignore-certificate/],
  ['a page gets Node', /nodeIntegration\w*: true/],
  [
    'a page leaves its sandbox',
    /sandbox: false|contextIsolation: false|appendSwitch\('(?:no-sandbox|disable-web-security)/,
  ],
  ['the same-origin policy is off', /webSecurity: false|allowRunningInsecureContent: true|bypassCSP/],
  ['secrets are stored without a keychain', /setUsePlainTextEncryption/],
  ['text is run', /\beval\(|new Function\(|node:vm/],
  ['a file of a host is opened', /shell\.openPath/],
];

describe('in the source of the desktop shell', () => {
  it('there is something to look at', () => {
    expect(sources.size).toBeGreaterThan(20);
  });

  it.each(places)('%s in one place', (_what, pattern, files) => {
    expect(filesWith(pattern)).toEqual(files);
  });

  it.each(never)('nowhere %s', (_what, pattern) => {
    expect(filesWith(pattern)).toEqual([]);
  });
});
