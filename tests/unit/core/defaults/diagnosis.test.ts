import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diagnose } from '../../../../main/core/defaults/diagnosis/diagnosis.ts';
import { logWords } from '../../../../main/core/defaults/diagnosis/log-words.ts';
import { pseudonymsOf, withPseudonyms } from '../../../../main/core/defaults/diagnosis/pseudonyms.ts';
import { fileLogger } from '../../../../main/core/defaults/log/file-logger.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'berth-diagnosis-'));
});
afterEach(() => rm(directory, { recursive: true }));

const servers = [
  { name: 'Oslo', address: 'oslo.corp.example', user: 'anna', sshConfigHost: null },
  { name: 'Oslo 2', address: '203.0.113.9', user: 'root', sshConfigHost: 'oslo-two' },
  { name: 'server', address: 'db', user: 'root', sshConfigHost: null },
];
const here = { homeDirectory: '/home/anna.b', userName: 'anna.b', machine: 'annas-laptop' };

test.each([
  ['reached Oslo at oslo.corp.example', 'reached server-1 at address-of-server-1'],
  ['the server Server is one', 'the server-3 server-3 is one'],
  ['Oslo 2 is not Oslo', 'server-2 is not server-1'],
  ['ssh anna@oslo-two, not annabel', 'ssh user-1@server-2, not annabel'],
  ['/home/anna.b/.ssh/id of anna.b on annas-laptop', '~/.ssh/id of this-user on this-computer'],
  ['root stays root', 'root stays root'],
  ['from 198.51.100.7 over 198.51.100.8 to 198.51.100.7', 'from address-1 over address-2 to address-1'],
  ['203.0.113.9:22', 'address-of-server-2:22'],
  ['fe80::1%eth0 2001:db8::17 at 12:34:56', 'address-1%eth0 address-2 at 12:34:56'],
  ['on 127.0.0.1 and ::1', 'on 127.0.0.1 and ::1'],
  ['Chromium 152.0.7977.3, Node 24.21.0', 'Chromium 152.0.7977.3, Node 24.21.0'],
])('%s is told as %s', (text, told) => {
  expect(withPseudonyms(text, pseudonymsOf(servers, here))).toBe(told);
});

test('a diagnosis has versions, facts and the end of the log, and neither a secret nor a name', async () => {
  const logger = fileLogger(directory, 'info');
  for (let count = 0; count < 300; count += 1) logger.info({ count }, 'a line');
  logger.warn({ detail: 'Permission denied for anna@oslo.corp.example with password: hunter2' }, 'refused');
  const text = await diagnose({
    dataDirectory: directory,
    homeDirectory: '/home/anna',
    environment: { LANG: 'nb_NO', SSH_AUTH_SOCK: '/run/agent', USER: 'anna' },
    facts: [['Shell', 'a test']],
    servers,
    nowMs: Date.UTC(2026, 10, 22),
  });
  expect(text).toMatch(/^Berth: \d+\.\d+\.\d+\nShell: a test\nSystem: linux /);
  expect(text).toContain('LANG: nb_NO\nAlso set: SSH_AUTH_SOCK\n');
  expect(text).toContain('Saved servers: 3\nMade: 2026-11-22T00:00:00.000Z');
  expect(text).toMatch(/Last 150 lines of the log:\n\d{4}-\d\d-\d\dT[\d:.]+Z info a line {"count":151}\n/);
  expect(text).toContain('user-1@address-of-server-1');
  expect(text).not.toMatch(/hunter2|corp\.example|run\/agent/);
  expect(text.split('\n').some((line) => line.includes(hostname()) && hostname() !== 'localhost')).toBe(false);
});

test.each([
  ['{"level":50,"time":0,"pid":7,"err":{"a":1},"msg":"broke"}', '1970-01-01T00:00:00.000Z error broke {"err":{"a":1}}'],
  ['{"level":35,"time":1e99}', '1e+99 35 '],
  ['{"level":"x"}', '{"level":"x"}'],
  ['half a line', 'half a line'],
])('%s reads as %s', (line, words) => {
  expect(logWords(line)).toBe(words);
});

test('a log that is not there does not keep the rest from being told', async () => {
  const parts = { homeDirectory: '/home/a', environment: {}, facts: [], servers: [], nowMs: 0 };
  const text = await diagnose({ dataDirectory: path.join(directory, 'missing'), ...parts });
  expect(text).toMatch(/Saved servers: 0\n.*the log cannot be read: .*ENOENT/s);
});
