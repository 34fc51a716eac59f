import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { session } from './double/session.ts';
import { system } from './double/system.ts';
import { startShell, type TestShell } from './support/start-shell.ts';

let shell: TestShell;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'berth-downloads-'));
  shell = await startShell();
}, 30_000);
afterAll(async () => {
  system.downloadDirectory = null;
  await shell.close();
  await rm(directory, { recursive: true });
});

/** Saves a text of the page's own, or follows a link, as a click does. */
const save = (name: string, address: string | null = null) =>
  shell.page.evaluate(
    ([fileName, href]) => {
      const link = document.createElement('a');
      link.href = href ?? URL.createObjectURL(new Blob(['a line\n']));
      link.download = fileName ?? '';
      link.click();
    },
    [name, address],
  );

/** What the page is told of downloads next, after a `change` is made. */
const toldDownloads = () =>
  shell.page.evaluate(async () => {
    for await (const downloads of window.client.shell.downloads({})) return downloads;
    return [];
  });

it('saves a text of Berth’s own page where the user wants it, tells of it and shows it in its folder', async () => {
  system.downloadDirectory = directory;
  await save('.log of api.txt');
  await expect.poll(async () => (await toldDownloads()).map(({ state }) => state)).toEqual(['done']);
  const [name] = await readdir(directory);
  expect(name).toBe('log of api.txt');
  expect(await readFile(path.join(directory, name ?? ''), 'utf8')).toBe('a line\n');
  const [download] = await toldDownloads();
  expect(download).toMatchObject({ name, receivedBytes: 7 });
  const change = (action: 'show' | 'forget') =>
    shell.page.evaluate((input) => window.client.shell.changeDownload(input), { id: download?.id ?? '', action });
  expect(await change('show')).toEqual({ ok: true, value: {} });
  expect(system.shownFiles).toEqual([path.join(directory, name ?? '')]);
  await rm(path.join(directory, name ?? ''));
  expect(await change('show')).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
  expect(await change('forget')).toMatchObject({ ok: true });
  expect(await toldDownloads()).toEqual([]);
  expect(await change('show')).toMatchObject({ ok: false });
  expect(shell.window.progress).toBe(-1);
});

it('saves nothing else of that page, and lists nothing that is called off in its dialog', async () => {
  const asked = session.defaultSession.downloads;
  const before = asked.length;
  await save('page.html', 'data:text/html,<script>1</script>');
  await expect.poll(() => asked.length).toBe(before + 1);
  expect(asked.at(-1)).toBeNull();
  system.downloadDirectory = null;
  await save('b.txt');
  await expect.poll(() => asked.length).toBe(before + 2);
  expect(asked.at(-1)?.defaultPath).toMatch(/b\.txt$/);
  expect(await toldDownloads()).toEqual([]);
  expect(await readdir(directory)).toEqual([]);
  // One that no click began opens no dialog so soon after that.
  system.hasUserGesture = false;
  await save('c.txt');
  await expect.poll(() => asked.length).toBe(before + 3);
  expect(asked.at(-1)).toBeNull();
  system.hasUserGesture = true;
  await save('d.txt');
  await expect.poll(() => asked.length).toBe(before + 4);
  expect(asked.at(-1)?.defaultPath).toMatch(/d\.txt$/);
});

it('is where and as its window was the last time, and dark or light before its page is there', () => {
  expect(shell.window.options).toMatchObject({
    name: 'main',
    windowStatePersistence: true,
    show: false,
    backgroundColor: '#0d1015',
  });
});

it('checks no spelling, for which a dictionary would be fetched', () => {
  expect(session.defaultSession.isSpellCheckerEnabled()).toBe(false);
  expect(session.fromPartition('persist:another').isSpellCheckerEnabled()).toBe(false);
});
