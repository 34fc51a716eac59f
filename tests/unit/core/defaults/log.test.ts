import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fileLogger } from '../../../../main/core/defaults/log/file-logger.ts';
import { notePageErrors } from '../../../../main/core/defaults/log/page-errors.ts';
import { redactLine } from '../../../../main/core/defaults/log/redact-line.ts';
import { rotatingFile } from '../../../../main/core/defaults/log/rotating-file.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'berth-log-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const parsed = (line: string) => JSON.parse(line) as Record<string, unknown>;

test('a log grows no further than its limit, and so many old ones are kept', async () => {
  const file = path.join(directory, 'berth.log');
  const log = rotatingFile({ file, largestBytes: 1000, keptCount: 2 });
  for (let count = 0; count < 100; count += 1) log.write(`${String(count).padStart(99, '.')}\n`);
  expect((await readdir(directory)).sort()).toEqual(['berth.log', 'berth.log.1', 'berth.log.2']);
  for (const name of await readdir(directory)) {
    const { size, mode } = await stat(path.join(directory, name));
    expect(size).toBe(1000);
    expect(mode & 0o777).toBe(0o600);
  }
  // The order goes on over the files, and the last line is there.
  expect((await readFile(file, 'utf8')).trimEnd().endsWith('.99')).toBe(true);
  expect((await readFile(`${file}.2`, 'utf8')).startsWith(`${'.'.repeat(97)}70`)).toBe(true);
});

test('another process of Berth that set the log aside is followed, and loses nothing', async () => {
  const file = path.join(directory, 'berth.log');
  const [one, other] = [0, 1].map(() => rotatingFile({ file, largestBytes: 1000, keptCount: 9 }));
  for (let count = 0; count < 60; count += 1) (count % 2 === 0 ? one : other)?.write(`${String(count).padStart(99)}\n`);
  const texts = await Promise.all(
    (await readdir(directory)).map((name) => readFile(path.join(directory, name), 'utf8')),
  );
  const seen = texts.flatMap((text) => text.trimEnd().split('\n').map(Number)).sort((a, b) => a - b);
  expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => index));
});

test('a log that cannot be written to for a while says how many lines are missing', async () => {
  const file = path.join(directory, 'berth.log');
  const log = rotatingFile({ file, largestBytes: 100, keptCount: 1 });
  log.write(`${'x'.repeat(120)}\n`);
  // As a disk that was taken away.
  await rm(directory, { recursive: true });
  log.write('lost\n');
  log.write('lost, too\n');
  await mkdir(directory);
  log.write('written\n');
  const [missing = '', line] = (await readFile(file, 'utf8')).split('\n');
  expect(parsed(missing)).toMatchObject({ level: 40, lostCount: 2 });
  expect(line).toBe('written');
});

test('secrets are hidden by the name of their key at any depth, and by their form in any text', async () => {
  const logger = fileLogger(directory, 'info');
  const key = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU\n-----END OPENSSH PRIVATE KEY-----';
  const deep = { a: { b: { c: { d: { passphrase: 'hunter2', Token: 'hunter2', tokens: 3 } } } } };
  logger
    .child({ cookie: 'hunter2' })
    .info({ deep, list: [{ password: 'hunter2' }] }, 'git clone https://me:hunter2@host/x');
  logger.error({ err: new Error(`refused: password=hunter2 ghp_${'a'.repeat(36)}`) }, `read ${key}`);
  const text = await readFile(path.join(directory, 'logs/berth.log'), 'utf8');
  expect(text).not.toMatch(/hunter2|ghp_a|b3BlbnNzaC1rZXk/);
  const [first = '', second = ''] = text.split('\n');
  expect(parsed(first)).toMatchObject({ cookie: '[redacted]', deep: { a: { b: { c: { d: { tokens: 3 } } } } } });
  expect(parsed(second)).toMatchObject({ level: 50, err: { type: 'Error' } });
});

test('what is no JSON is a text like any other, and what has no end is cut', () => {
  expect(redactLine('token=abcdefgh rest')).toBe('token=••• rest');
  const nested = JSON.stringify({ x: JSON.parse('['.repeat(40) + ']'.repeat(40)) });
  expect(redactLine(nested)).toContain('too deep');
});

test('a page that fails again and again fills no log', async () => {
  const lines: string[] = [];
  const note = notePageErrors(pino({}, { write: (line) => lines.push(line) }));
  for (let count = 0; count < 500; count += 1) await note({ source: 'drawing', message: `bug ${count}`, stack: null });
  expect(lines).toHaveLength(51);
  expect(parsed(lines.at(0) ?? '')).toMatchObject({ source: 'drawing', message: 'bug 0' });
  expect(lines.at(-1)).toContain('no more bugs');
});
