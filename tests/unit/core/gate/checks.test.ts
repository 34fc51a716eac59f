import { describe, expect, it } from 'vitest';
import {
  type DistinctHeaders,
  entryRefusalOf,
  hostOf,
  type Refusal,
  refusalOf,
} from '../../../../main/core/gate/entering/checks.ts';

const host = `i-${'0123456789abcdef'.repeat(2)}.berth.localhost:41234`;
const secret = 'a'.repeat(64);
const passport = { host, cookieValue: secret };

const good: DistinctHeaders = {
  host: [host],
  origin: [`http://${host}`],
  'sec-fetch-site': ['same-origin'],
  cookie: [`other=1; berth-gate=${secret}; vscode=x`],
};

type Row = readonly [what: string, change: DistinctHeaders, refusal: Refusal | null];

describe('refusalOf', () => {
  const rows: readonly Row[] = [
    ['a same-origin request', {}, null],
    ['no Origin and no fetch metadata', { origin: undefined, 'sec-fetch-site': undefined }, null],
    ['an address typed by the user', { origin: undefined, 'sec-fetch-site': ['none'] }, null],
    ['the cookie in a second header', { cookie: ['other=1', `berth-gate=${secret}`] }, null],
    ['an older cookie of the same name beside the right one', { cookie: [`berth-gate=x; berth-gate=${secret}`] }, null],

    ['no Host', { host: undefined }, 'host'],
    ['an empty Host', { host: [''] }, 'host'],
    ['two Hosts', { host: [host, host] }, 'host'],
    ['a second, evil Host', { host: [host, 'evil.example'] }, 'host'],
    ['a rebound name', { host: ['evil.example:41234'], origin: ['http://evil.example:41234'] }, 'host'],
    ['the bare address', { host: ['127.0.0.1:41234'] }, 'host'],
    ['plain localhost', { host: ['localhost:41234'] }, 'host'],
    ['another port', { host: [host.replace('41234', '41235')] }, 'host'],
    ['no port', { host: [host.replace(':41234', '')] }, 'host'],
    ['upper case', { host: [host.toUpperCase()] }, 'host'],
    ['a trailing dot', { host: [host.replace('.localhost', '.localhost.')] }, 'host'],
    ['a longer name', { host: [`x.${host}`] }, 'host'],
    ['white space', { host: [` ${host}`] }, 'host'],
    ['user info', { host: [`a@${host}`] }, 'host'],

    ['another site', { origin: ['https://evil.example'] }, 'origin'],
    ['an opaque origin', { origin: ['null'] }, 'origin'],
    ['an empty origin', { origin: [''] }, 'origin'],
    ['https', { origin: [`https://${host}`] }, 'origin'],
    ['another local port', { origin: ['http://localhost:3000'] }, 'origin'],
    ['another instance', { origin: [`http://i-${'f'.repeat(32)}.berth.localhost:41234`] }, 'origin'],
    ['a path behind it', { origin: [`http://${host}/`] }, 'origin'],
    ['a name that begins alike', { origin: [`http://${host}.evil.example`] }, 'origin'],
    ['two origins', { origin: [`http://${host}`, 'https://evil.example'] }, 'origin'],

    ['cross-site', { origin: undefined, 'sec-fetch-site': ['cross-site'] }, 'fetch-site'],
    ['same-site', { origin: undefined, 'sec-fetch-site': ['same-site'] }, 'fetch-site'],
    ['unknown word', { 'sec-fetch-site': ['same-originx'] }, 'fetch-site'],
    ['empty word', { 'sec-fetch-site': [''] }, 'fetch-site'],
    ['two words', { 'sec-fetch-site': ['same-origin', 'cross-site'] }, 'fetch-site'],
    [
      'a same-site navigation, welcome at the entry only',
      {
        origin: undefined,
        'sec-fetch-site': ['same-site'],
        'sec-fetch-mode': ['navigate'],
        'sec-fetch-dest': ['iframe'],
      },
      'fetch-site',
    ],

    ['no cookie', { cookie: undefined }, 'cookie'],
    ['an empty cookie', { cookie: ['berth-gate='] }, 'cookie'],
    ['a wrong cookie', { cookie: [`berth-gate=${'b'.repeat(64)}`] }, 'cookie'],
    ['a shorter cookie', { cookie: [`berth-gate=${'a'.repeat(63)}`] }, 'cookie'],
    ['a longer cookie', { cookie: [`berth-gate=${'a'.repeat(65)}`] }, 'cookie'],
    ['another name', { cookie: [`berth-gate2=${secret}`] }, 'cookie'],
    ['upper case in the name', { cookie: [`Berth-Gate=${secret}`] }, 'cookie'],
    ['quotes', { cookie: [`berth-gate="${secret}"`] }, 'cookie'],
    ['bytes beyond ASCII', { cookie: [`berth-gate=${'ä'.repeat(32)}`] }, 'cookie'],
    ['the secret under the wrong name', { cookie: [`x=berth-gate=${secret}`] }, 'cookie'],
  ];

  it.each(rows)('%s', (_what, change, refusal) => {
    expect(refusalOf({ ...good, ...change }, passport)).toBe(refusal);
  });

  it('names the first check that fails', () => {
    const everythingWrong = { host: ['evil'], origin: ['null'], 'sec-fetch-site': ['cross-site'] };
    expect(refusalOf(everythingWrong, passport)).toBe('host');
    expect(refusalOf({ ...everythingWrong, host: [host] }, passport)).toBe('origin');
    expect(refusalOf({ 'sec-fetch-site': ['cross-site'], host: [host] }, passport)).toBe('fetch-site');
  });
});

describe('entryRefusalOf', () => {
  const frame: DistinctHeaders = {
    host: [host],
    'sec-fetch-site': ['same-site'],
    'sec-fetch-mode': ['navigate'],
    'sec-fetch-dest': ['iframe'],
  };
  const rows: readonly Row[] = [
    ['a frame of the app’s page', {}, null],
    ['a frame of another site', { 'sec-fetch-site': ['cross-site'] }, 'fetch-site'],
    ['a tab opened from the app’s page', { 'sec-fetch-dest': ['document'] }, null],
    ['a browser without fetch metadata', { 'sec-fetch-site': undefined, 'sec-fetch-mode': undefined }, null],
    ['a fetch', { 'sec-fetch-mode': ['cors'], 'sec-fetch-dest': ['empty'] }, 'fetch-site'],
    ['an image', { 'sec-fetch-mode': ['no-cors'], 'sec-fetch-dest': ['image'] }, 'fetch-site'],
    ['a script', { 'sec-fetch-mode': ['no-cors'], 'sec-fetch-dest': ['script'] }, 'fetch-site'],
    ['an embedded object', { 'sec-fetch-dest': ['object'] }, 'fetch-site'],
    ['a mode that is missing', { 'sec-fetch-mode': undefined }, 'fetch-site'],
    ['a form of another site', { origin: ['https://evil.example'] }, 'origin'],
    ['another host', { host: ['evil.example'] }, 'host'],
  ];

  it.each(rows)('%s', (_what, change, refusal) => {
    expect(entryRefusalOf({ ...frame, ...change }, host)).toBe(refusal);
  });
});

describe('hostOf', () => {
  it('is the one Host, or null', () => {
    expect(hostOf({ host: [host] })).toBe(host);
    expect(hostOf({ host: ['a', 'b'] })).toBeNull();
    expect(hostOf({})).toBeNull();
  });
});
