import { expect, test } from 'vitest';
import { checkRequestHead, type RequestHead } from '../../../main/web/check-request.ts';

const port = 4711;
const own = 'http://berth.localhost:4711';
const plain: RequestHead = {
  method: 'GET',
  host: 'berth.localhost:4711',
  origin: undefined,
  fetchSite: undefined,
  fetchMode: undefined,
  isUpgrade: false,
};

test.each<[string, Partial<RequestHead>]>([
  ['a plain GET', {}],
  ['a typed address', { fetchSite: 'none', fetchMode: 'navigate' }],
  ['a script of the page', { fetchSite: 'same-origin', fetchMode: 'no-cors' }],
  ['a link on another site', { fetchSite: 'cross-site', fetchMode: 'navigate' }],
  ['the page’s WebSocket', { isUpgrade: true, origin: own }],
  ['the page’s POST', { method: 'POST', origin: own, fetchSite: 'same-origin' }],
])('%s passes', (_what, head) => {
  expect(checkRequestHead({ ...plain, ...head }, port)).toBe('pass');
});

test.each<[string, Partial<RequestHead>]>([
  ['no Host', { host: undefined }],
  ['a rebound name', { host: 'evil.example:4711' }],
  ['a rebound name that is its own origin', { host: 'evil.example', origin: 'http://evil.example', isUpgrade: true }],
  ['another port', { host: 'berth.localhost:80' }],
  ['Host without port', { host: 'berth.localhost' }],
  ['another spelling of the address', { host: '127.1:4711' }],
  ['a WebSocket without Origin', { isUpgrade: true }],
  ['a WebSocket of another site', { isUpgrade: true, origin: 'http://evil.example' }],
  ['a WebSocket of another local port', { isUpgrade: true, origin: 'http://127.0.0.1:4712' }],
  ['a WebSocket of a sandboxed frame', { isUpgrade: true, origin: 'null' }],
  ['a WebSocket under the other name', { isUpgrade: true, host: 'localhost:4711', origin: 'http://localhost:4711' }],
  ['a WebSocket under the number', { isUpgrade: true, host: '127.0.0.1:4711', origin: 'http://127.0.0.1:4711' }],
  ['a POST without Origin', { method: 'POST' }],
  [
    'a cross-site form',
    { method: 'POST', origin: 'http://evil.example', fetchSite: 'cross-site', fetchMode: 'navigate' },
  ],
  ['a cross-site image', { fetchSite: 'cross-site', fetchMode: 'no-cors' }],
  [
    'a fetch of an editor tab',
    { fetchSite: 'same-site', fetchMode: 'cors', origin: 'http://i-1.berth.localhost:4711' },
  ],
])('%s is refused', (_what, head) => {
  expect(checkRequestHead({ ...plain, ...head }, port)).toBe('refused');
});

test.each(['localhost:4711', '127.0.0.1:4711'])('a page asked for under %s has the other name', (host) => {
  expect(checkRequestHead({ ...plain, host }, port)).toBe('other-name');
});
