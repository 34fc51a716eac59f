import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { systemClock } from '../../main/core/defaults/system-clock.ts';
import { ArchiveCache } from '../../main/core/setup/code-server/archive-cache.ts';
import { systemFetch } from '../../main/electron/system/system-fetch.ts';
import { app } from './double/app.ts';
import { closeChromium } from './double/chromium.ts';

const bytes = randomBytes(300_000);
const ranges: (string | undefined)[] = [];
/** Breaks off in the middle once, and goes on where it is asked to. */
const server = createServer(({ headers: { range } }, response) => {
  ranges.push(range);
  const begin = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
  const length = { 'content-length': bytes.length - begin };
  if (begin > 0) {
    response.writeHead(206, { ...length, 'content-range': `bytes ${begin}-${bytes.length - 1}/${bytes.length}` });
    response.end(bytes.subarray(begin));
  } else {
    response.writeHead(200, length);
    response.write(bytes.subarray(0, 100_000), () => response.destroy());
  }
});
afterAll(async () => {
  server.close();
  await closeChromium();
});

it('downloads an archive by the net of Electron once the app is ready, also over a connection that breaks', async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.tar.gz`;
  const archive = { url, sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length };
  const directory = await mkdtemp(path.join(tmpdir(), 'berth-fetch-'));
  const releases = { version: '4.139.1', archives: { x86_64: archive } };
  const cache = new ArchiveCache(directory, releases, { fetch: systemFetch, clock: systemClock });
  const { signal } = new AbortController();
  await expect(systemFetch(url, { signal })).rejects.toThrow('app is ready');
  await app.whenReady();
  expect(await cache.provide(archive, { onBytes: () => {}, onWait: () => {}, signal })).toMatchObject({ ok: true });
  expect(ranges).toEqual([undefined, expect.stringMatching(/^bytes=\d+-$/)]);
  await rm(directory, { recursive: true });
});
