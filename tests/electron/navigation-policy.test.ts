import { describe, expect, it } from 'vitest';
import { externalLink, isNavigationAllowed } from '../../main/electron/safety/navigation-policy.ts';

const home = { origin: 'http://i-00aa.localhost:4123', path: '/vscode/site/' };

/** url, may the top frame go there, may a frame inside. */
const navigations: readonly (readonly [string, boolean, boolean])[] = [
  [`${home.origin}/vscode/site/`, true, true],
  [`${home.origin}/vscode/site/?folder=/srv/code`, true, true],
  [`${home.origin}/vscode/site/stable-1/static/pre/fake.html?id=1#x`, true, true],
  [`${home.origin}/vscode/site/../site/x`, true, true],
  [`${home.origin}/vscode/sites/`, false, false],
  [`${home.origin}/vscode/site/../other/`, false, false],
  [`${home.origin}/vscode/site/%2e%2e/other/`, false, false],
  [`${home.origin}/`, false, false],
  ['http://i-00aa.localhost:4124/vscode/site/', false, false],
  ['https://i-00aa.localhost:4123/vscode/site/', false, false],
  ['http://i-00ab.localhost:4123/vscode/site/', false, false],
  ['http://i-00aa.localhost.evil.example:4123/vscode/site/', false, false],
  ['http://user@i-00aa.localhost:4123/vscode/site/', false, false],
  ['http://i-00aa.localhost:4123@evil.example/vscode/site/', false, false],
  ['http://user:secret@i-00aa.localhost:4123/vscode/site/', false, false],
  ['app://berth/', false, false],
  ['file:///etc/passwd', false, false],
  ['javascript:alert(1)', false, false],
  ['data:text/html,x', false, false],
  ['view-source:http://i-00aa.localhost:4123/vscode/site/', false, false],
  ['chrome://settings', false, false],
  ['about:blank', false, true],
  ['about:srcdoc', false, true],
  ['about:blank?x', false, false],
  [`blob:${home.origin}/6f1e`, false, true],
  ['blob:https://evil.example/6f1e', false, false],
  ['https://9a8b.vscode-cdn.net/stable/out/pre/index.html', false, true],
  ['http://9a8b.vscode-cdn.net/', false, false],
  ['https://vscode-cdn.net.evil.example/', false, false],
  ['https://evilvscode-cdn.net/', false, false],
  ['https://9a8b.vscode-cdn.net:8443/', false, false],
  ['https://elsewhere.example/', false, false],
  ['not a url', false, false],
  ['', false, false],
];

describe('navigation', () => {
  it.each(navigations)('%s', (url, isTopAllowed, isFrameAllowed) => {
    expect([isNavigationAllowed(url, home, true), isNavigationAllowed(url, home, false)]).toEqual([
      isTopAllowed,
      isFrameAllowed,
    ]);
  });

  it('keeps the app’s page on app://berth', () => {
    const app = { origin: 'app://berth', path: '/' };
    expect(isNavigationAllowed('app://berth/index.html', app, true)).toBe(true);
    expect(isNavigationAllowed('app://other/index.html', app, true)).toBe(false);
    expect(isNavigationAllowed('https://berth/index.html', app, true)).toBe(false);
  });
});

/** url, what the question names, or null when it may not leave. */
const links: readonly (readonly [string, string | null])[] = [
  ['https://example.com/a?b=c#d', 'example.com'],
  ['https://EXAMPLE.com:8443/', 'example.com:8443'],
  ['https://example.com:443/', 'example.com'],
  ['https://gitlab.intranet.example/x', 'gitlab.intranet.example'],
  ['https://bücher.example/', 'xn--bcher-kva.example'],
  ['https://аpple.com/', 'xn--pple-43d.com'],
  ['https://example。com/', 'example.com'],
  ['https://192.168.1.1/', '192.168.1.1'],
  ['https://[2001:db8::1]/', '[2001:db8::1]'],
  ['mailto:someone@example.com', 'someone@example.com'],
  ['mailto:someone@example.com?subject=Hi&body=Text', 'someone@example.com'],
  ['mailto:someone@example.com?attach=/etc/passwd', null],
  ['mailto:someone@example.com?subject=x&attachment=~/.ssh/id_rsa', null],
  ['mailto:someone@example.com,other@example.com', null],
  ['mailto:', null],
  ['mailto:%0d%0abcc:x@example.com', null],
  ['http://example.com/', null],
  ['https://user@example.com/', null],
  ['https://user:secret@example.com/', null],
  ['https://example.com@evil.example/', null],
  ['https://@evil.example/', 'evil.example'],
  ['https://localhost/', null],
  ['https://i-00.localhost:4123/', null],
  ['https://127.0.0.1/', null],
  ['https://2130706433/', null],
  ['https://0x7f.1/', null],
  ['https://0177.0.0.1/', null],
  ['https://[::1]/', null],
  ['https://[::ffff:127.0.0.1]/', null],
  ['https://0.0.0.0/', null],
  ['javascript:alert(1)', null],
  [' javascript:alert(1)', null],
  ['java\nscript:alert(1)', null],
  ['vbscript:x', null],
  ['data:text/html,<script>alert(1)</script>', null],
  ['file:///etc/passwd', null],
  ['file://server/share/x.exe', null],
  ['smb://server/share', null],
  ['\\\\server\\share\\x.exe', null],
  ['ms-msdt:/id PCWDiagnostic', null],
  ['search-ms:query=x&crumb=location:\\\\server', null],
  ['ms-officecmd:x', null],
  ['vscode://file/etc/passwd', null],
  ['ssh://host', null],
  ['tel:123', null],
  ['ftp://example.com/', null],
  ['blob:https://example.com/1', null],
  ['about:blank', null],
  ['app://berth/', null],
  ['chrome://settings', null],
  ['view-source:https://example.com', null],
  ['https://example.com/"&calc.exe', null],
  ['https://example.com/\r\nx', null],
  ['https://example.com/`id`', null],
  ['https://example.com/\u0000', null],
  [`https://example.com/${'a'.repeat(2_048)}`, null],
  ['https://', null],
  ['//example.com', null],
  ['', null],
];

describe('a link for another program', () => {
  it.each(links)('%s', (url, destination) => {
    expect(externalLink(url)?.destination ?? null).toBe(destination);
  });

  it('is handed over in normal form', () => {
    expect(externalLink('https://EXAMPLE.com/a b')?.url).toBe('https://example.com/a%20b');
  });
});
