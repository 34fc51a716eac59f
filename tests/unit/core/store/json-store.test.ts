import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { succeed } from '../../../../main/contract/failure.ts';
import { JsonStore } from '../../../../main/core/store/json-store.ts';

let directory: string;
let file: string;
const open = () => new JsonStore({ file, version: 2, schema: z.array(z.string()), empty: [] });
const add = (word: string) => open().update((words) => succeed({ next: [...words, word], answer: word }));

beforeEach(async () => {
  directory = await mkdtemp(path.join(os.tmpdir(), 'berth-store-'));
  file = path.join(directory, 'data', 'words.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('JsonStore', () => {
  it('begins empty and keeps what is written, readable by the owner only', async () => {
    expect(await open().read()).toEqual({ ok: true, value: [] });
    await add('one');
    await add('two');
    expect(await open().read()).toEqual({ ok: true, value: ['one', 'two'] });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(path.dirname(file))).mode & 0o777).toBe(0o700);
  });

  it('loses nothing when many write at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => add(`w${index}`)));
    const read = await open().read();
    expect(read.ok && [...read.value].sort()).toEqual(Array.from({ length: 20 }, (_, index) => `w${index}`).sort());
  });

  it.each([
    ['truncated', '{"version":2,"conte'],
    ['empty', ''],
    ['of another shape', '{"version":2,"content":[1]}'],
  ])('uses the last good copy when the file is %s, and keeps the damaged one aside', async (_name, damage) => {
    await add('one');
    await add('two');
    await writeFile(file, damage);
    expect(await open().read()).toEqual({ ok: true, value: ['one'] });
    const names = await readdir(path.dirname(file));
    const aside = names.find((name) => name.includes('damaged'));
    expect(aside && (await readFile(path.join(path.dirname(file), aside), 'utf8'))).toBe(damage);
  });

  it('recovers once when many read a damaged file at the same time', async () => {
    await add('one');
    await add('two');
    await writeFile(file, 'damage');
    const reads = await Promise.all(Array.from({ length: 10 }, () => open().read()));
    expect(reads).toEqual(reads.map(() => ({ ok: true, value: ['one'] })));
    expect((await readdir(path.dirname(file))).filter((name) => name.includes('damaged'))).toHaveLength(1);
  });

  it('says so when another process keeps the lock', { timeout: 15_000 }, async () => {
    await add('one');
    const keepTouching = setInterval(() => void writeFile(`${file}.lock`, ''), 500);
    await writeFile(`${file}.lock`, '');
    const refused = await add('two');
    clearInterval(keepTouching);
    expect(!refused.ok && refused.failure.message).toContain('another process');
  });

  it('says so when there is no good copy, and does not lose the damaged file', async () => {
    await add('one');
    await rm(`${file}.bak`, { force: true });
    await writeFile(file, 'not json');
    const read = await open().read();
    expect(read.ok).toBe(false);
    expect(!read.ok && read.failure.message).toContain(file);
    expect((await readdir(path.dirname(file))).some((name) => name.includes('damaged'))).toBe(true);
  });

  it('leaves a file of a newer version alone', async () => {
    await add('one');
    const newer = '{"version":3,"content":{"words":[]}}';
    await writeFile(file, newer);
    const changed = await add('two');
    expect(!changed.ok && changed.failure.kind).toBe('store-unreadable');
    expect(await readFile(file, 'utf8')).toBe(newer);
  });

  it('takes over the lock of a process that died', async () => {
    await add('one');
    await writeFile(`${file}.lock`, '');
    const longAgo = new Date(Date.now() - 60_000);
    await utimes(`${file}.lock`, longAgo, longAgo);
    await add('two');
    expect(await open().read()).toEqual({ ok: true, value: ['one', 'two'] });
  });
});
