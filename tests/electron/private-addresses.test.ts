import { describe, expect, it } from 'vitest';
import {
  isLoopbackHost,
  isOwnOrInside,
  isPrivateAnswer,
  isPrivateHost,
  isRequestAllowed,
} from '../../main/electron/safety/private-addresses.ts';

const own = 'http://i-00aa.localhost:4123';

const refused = [
  'http://127.0.0.1/',
  'http://127.1/',
  'http://127.255.255.254:8080/',
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0177.0.0.01/',
  'http://0/',
  'http://0.0.0.0:22/',
  'http://１２７.0.0.1/',
  'http://127.0.0.1./',
  'http://[::1]/',
  'http://[::]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::ffff:10.0.0.1]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b:1::a00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:0:1::1]/',
  'http://10.0.0.1/',
  'http://10.255.255.255/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.168.0.1/',
  'http://0xc0a80001/',
  'http://169.254.169.254/latest/meta-data/',
  'http://100.64.0.1/',
  'http://100.127.255.255/',
  'http://198.18.0.1/',
  'http://224.0.0.251/',
  'http://255.255.255.255/',
  'http://[fe80::1]/',
  'http://[fec0::1]/',
  'http://[fc00::1]/',
  'http://[fdff::1]/',
  'http://[ff02::1]/',
  'http://localhost/',
  'http://LOCALHOST:3000/',
  'http://localhost./',
  'http://other.localhost:4123/',
  'http://printer.local/',
  'http://printer.local./',
  'http://router/',
  'http://nas.lan/',
  'http://db.internal/',
  'http://tv.home.arpa/',
  'http://wiki.corp/',
  'http://portal.intranet/',
  'https://i-00aa.localhost:4123/',
  'wss://i-00aa.localhost:4123/',
  'http://i-00aa.localhost:4124/',
  'http://i-00aa.localhost/',
  'ws://127.0.0.1:4123/',
  'file:///etc/passwd',
  'ftp://example.com/',
  'chrome-extension://abc/x',
  'filesystem:http://i-00aa.localhost:4123/temporary/x',
  'not a url',
];

const allowed = [
  `${own}/vscode/site/`,
  'ws://i-00aa.localhost:4123/vscode/site/stable?reconnectionToken=x',
  'HTTP://I-00AA.LOCALHOST:4123/',
  'https://example.com/',
  'http://example.com/',
  'wss://example.com/socket',
  'https://file+.vscode-resource.vscode-cdn.net/srv/code/x.png',
  'https://1.1.1.1/',
  'https://172.32.0.1/',
  'https://100.128.0.1/',
  'https://[2606:4700::1111]/',
  'https://[::ffff:8.8.8.8]/',
  'https://localhost.example.com/',
  'https://local.example/',
  'https://my.local.example/x',
  `blob:${own}/1`,
  'data:image/png;base64,AA==',
  'about:blank',
];

describe('requests of an editor', () => {
  it.each(refused)('refuses %s', (url) => {
    expect(isRequestAllowed(url, own)).toBe(false);
  });

  it.each(allowed)('allows %s', (url) => {
    expect(isRequestAllowed(url, own)).toBe(true);
  });
});

describe('a host name', () => {
  it('is private when it is an address range edge, not one beyond it', () => {
    expect(
      ['11.0.0.0', '9.255.255.255', '172.15.255.255', '192.167.255.255', '100.63.255.255'].map(isPrivateHost),
    ).toEqual(Array(5).fill(false));
  });

  it('is loopback only when it is this machine', () => {
    expect(
      ['127.0.0.1', '[::1]', 'localhost', 'a.localhost.', '0.0.0.0', '[::ffff:127.0.0.1]'].map(isLoopbackHost),
    ).toEqual(Array(6).fill(true));
    expect(['10.0.0.1', '[::2]', 'localhost.example', 'notlocalhost'].map(isLoopbackHost)).toEqual(
      Array(4).fill(false),
    );
  });
});

describe('what a name leads to', () => {
  it.each(['127.0.0.1', '10.0.0.1', '::1', 'fe80::1', 'fd00::1', '::ffff:192.168.0.1', '100.64.0.1', '64:ff9b::a00:1'])(
    'is private: %s',
    (address) => {
      expect(isPrivateAnswer(address)).toBe(true);
    },
  );

  // A network of IPv6 only gives IPv4 hosts addresses of its own, and some proxies give every name one.
  it.each(['1.1.1.1', '2606:4700::1111', '64:ff9b::101:101', '198.18.0.9'])('is public: %s', (address) => {
    expect(isPrivateAnswer(address)).toBe(false);
  });

  it('is not asked for the page’s own origin and for what stays inside the page', () => {
    const urls = [`${own}/x`, 'ws://i-00aa.localhost:4123/', `blob:${own}/1`, 'data:,x', 'https://example.com/', 'x'];
    expect(urls.map((url) => isOwnOrInside(url, own))).toEqual([true, true, true, true, false, false]);
  });
});
