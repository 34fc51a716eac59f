import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../../../../main/core/ports.ts';
import { ArchiveCache } from '../../../../../main/core/setup/code-server/archive-cache.ts';
import { ManualClock } from '../../../../support/fakes/clock.ts';
import { archive, packed, quickClock, releases, webServer } from './scene.ts';

const name = 'code-server-4.139.1-linux-amd64.tar.gz';
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'berth-archives-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const makeCache = (fetch: typeof globalThis.fetch) =>
  new ArchiveCache(path.join(directory, 'cache'), releases, { fetch, clock: quickClock });
const options = () => ({
  onBytes: (_count: number) => {},
  onWait: (_why: string, _restMs: number) => {},
  signal: new AbortController().signal,
});
const inCache = (file: string) => path.join(directory, 'cache', file);
const put = async (file: string, bytes: Buffer) => {
  await mkdir(path.join(directory, 'cache'), { recursive: true });
  await writeFile(inCache(file), bytes);
};

describe('the archives on this computer', () => {
  it('are downloaded once, also when many ask for one, and checked each time', async () => {
    const { fetch, state } = webServer(packed);
    const cache = makeCache(fetch);
    await put('code-server-4.138.0-linux-amd64.tar.gz', Buffer.from('old'));
    const got = await Promise.all([cache.provide(archive, options()), cache.provide(archive, options())]);
    expect(got).toEqual([
      { ok: true, value: inCache(name) },
      { ok: true, value: inCache(name) },
    ]);
    expect(state.ranges).toEqual([null]);
    expect(await readdir(path.join(directory, 'cache'))).toEqual([name]);
    expect((await readFile(inCache(name))).equals(packed)).toBe(true);
    // Spoilt afterwards, for example by a disk.
    await put(name, Buffer.alloc(packed.length));
    await cache.provide(archive, options());
    expect((await readFile(inCache(name))).equals(packed)).toBe(true);
  });

  it('go on where a connection broke, and where another run was cut off', async () => {
    const { fetch, state } = webServer(packed);
    state.cutAfterBytes.push(30_000, 0, 20_000);
    await put(`${name}.part`, packed.subarray(0, 10_000));
    const counts: number[] = [];
    const got = await makeCache(fetch).provide(archive, { ...options(), onBytes: (count) => counts.push(count) });
    expect(got.ok).toBe(true);
    expect(state.ranges).toEqual(['bytes=10000-', 'bytes=40000-', 'bytes=40000-', 'bytes=60000-']);
    expect(counts.at(-1)).toBe(packed.length);
    expect((await readFile(inCache(name))).equals(packed)).toBe(true);
  });

  it('begin anew where a server cannot go on in the middle, and where the beginning is spoilt', async () => {
    await put(`${name}.part`, packed.subarray(0, 10_000));
    expect((await makeCache(webServer(packed, { isRanged: false }).fetch).provide(archive, options())).ok).toBe(true);
    rmSync(path.join(directory, 'cache'), { recursive: true });
    await put(`${name}.part`, Buffer.alloc(10_000));
    const { fetch, state } = webServer(packed);
    expect((await makeCache(fetch).provide(archive, options())).ok).toBe(true);
    expect(state.ranges).toEqual(['bytes=10000-', null]);
    expect((await readFile(inCache(name))).equals(packed)).toBe(true);
  });

  it('are dropped when they are not what is pinned, whether longer, shorter or other', async () => {
    const other = Buffer.from(packed);
    other[500] = 0x55;
    for (const bytes of [other, packed.subarray(1), Buffer.concat([packed, Buffer.from('x')])]) {
      const got = await makeCache(webServer(bytes).fetch).provide(archive, options());
      expect(got).toMatchObject({ ok: false, failure: { kind: 'setup-failed', stage: 'check' } });
      expect(await readdir(path.join(directory, 'cache'))).not.toContain(name);
    }
    expect((await makeCache(webServer(packed).fetch).provide(archive, options())).ok).toBe(true);
  });

  it('tell why they cannot be had, after some tries', async () => {
    const { fetch, state } = webServer(packed);
    state.isDown = true;
    const got = await makeCache(fetch).provide(archive, options());
    expect(got).toMatchObject({
      ok: false,
      failure: {
        kind: 'setup-failed',
        stage: 'download',
        message: 'This computer could not download code-server from releases.example.',
        detail: `${archive.url}: getaddrinfo ENOTFOUND releases.example`,
      },
    });
    expect(state.ranges).toEqual([null, null, null, null]);
    const missing = async () => new Response('', { status: 404 });
    expect(await makeCache(missing).provide(archive, options())).toMatchObject({
      failure: { detail: `${archive.url}: the answer was 404` },
    });
  });

  it('are waited for when a server has too much to do, as long as it wants within reason, and in growing rests', async () => {
    const rests: string[] = [];
    const onWait = (why: string, restMs: number) => void rests.push(`${why}: ${restMs}`);
    // Rests are over at once; what the server may take for a byte, never.
    const clock: Clock = {
      nowMs: () => 0,
      after: (delayMs, action) => quickClock.after(delayMs === 30_000 ? delayMs : 0, action),
    };
    const answering = (...answers: Response[]) => {
      const { fetch } = webServer(packed);
      const asking: typeof globalThis.fetch = async (url, init) => answers.shift() ?? fetch(url, init);
      rests.length = 0;
      return new ArchiveCache(path.join(directory, 'cache'), releases, { fetch: asking, clock }).provide(archive, {
        ...options(),
        onWait,
      });
    };
    const busy = (status: number, retryAfter?: string) =>
      new Response('', { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } });
    const date = new Date(20_000).toUTCString();
    expect((await answering(busy(503), busy(429, '25'), busy(502, date))).ok).toBe(true);
    expect(rests).toEqual(['the answer was 503: 1000', 'the answer was 429: 25000', 'the answer was 502: 20000']);
    rmSync(path.join(directory, 'cache'), { recursive: true });
    const failure = { kind: 'setup-failed', stage: 'download', nextStep: expect.stringMatching(/^Wait some minutes/) };
    expect(await answering(busy(500), busy(500), busy(500), busy(500))).toMatchObject({ failure });
    expect(rests).toEqual([1000, 2000, 4000].map((restMs) => `the answer was 500: ${restMs}`));
    expect(await answering(busy(429, '900'))).toMatchObject({ failure });
    expect(rests).toEqual([]);
  });

  it('are given up when nothing comes any more, also of a body that no signal ends', async () => {
    const clock = new ManualClock();
    const silent = async () => new Response(new ReadableStream({ pull: () => new Promise<void>(() => {}) }));
    let askedCount = 0;
    const fetch = () => {
      askedCount += 1;
      return silent();
    };
    const cache = new ArchiveCache(path.join(directory, 'cache'), releases, { fetch, clock });
    const got = cache.provide(archive, options());
    for (let count = 1; count <= 4; count += 1) {
      await expect.poll(() => [askedCount, clock.pendingCount]).toEqual([count, 1]);
      await clock.advanceSettled(30_000);
      if (count < 4) await expect.poll(() => clock.pendingCount).toBe(1);
      clock.advance(4000);
    }
    expect(await got).toMatchObject({ failure: { detail: `${archive.url}: nothing came for 30 seconds` } });
  });

  it('never come from an address without encryption that an encrypted one leads to', async () => {
    const leads = async () =>
      Object.defineProperty(new Response(packed), 'url', { value: 'http://elsewhere.example/x.tar.gz' });
    const got = await makeCache(leads).provide(archive, options());
    expect(got).toMatchObject({ ok: false, failure: { stage: 'download' } });
    expect(await readdir(path.join(directory, 'cache'))).not.toContain(name);
  });

  it('are called off at once, keep what came, and let the next one go on', async () => {
    const { fetch, state } = webServer(packed);
    const cache = makeCache(fetch);
    const abort = new AbortController();
    const first = cache.provide(archive, {
      ...options(),
      signal: abort.signal,
      onBytes: (count) => {
        if (count > 40_000) abort.abort(new Error('Called off.'));
      },
    });
    const second = cache.provide(archive, options());
    await expect(first).rejects.toThrow('Called off.');
    expect((await second).ok).toBe(true);
    expect(state.ranges[0]).toBeNull();
    expect(Number(state.ranges[1]?.slice('bytes='.length, -1))).toBeGreaterThan(40_000);
  });

  it('say when the folder cannot be written', async () => {
    await writeFile(path.join(directory, 'cache'), 'a file in its place');
    const got = await makeCache(webServer(packed).fetch).provide(archive, options());
    expect(got).toMatchObject({ ok: false, failure: { kind: 'setup-failed', stage: 'download' } });
  });
});
