import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { buildBundle } from '../../build/bundle/bundle.ts';
import { ensureRenderer } from '../../build/bundle/ensure-renderer.ts';
import { initialScriptLimitBytes } from '../../build/vite/initial-script-limit.ts';
import { profileDraft } from '../../main/contract/profiles.ts';
import { createCore } from '../../main/core/create-core.ts';
import { makeTestPorts } from '../support/app/test-core.ts';
import { alone } from './compare.ts';
import type { Benchmark } from './figure.ts';
import { initialScriptBytes } from './support/initial-script.ts';

const root = path.resolve(import.meta.dirname, '../..');
const roundCount = 5;
const savedServerCount = 8;
/** A start that is quicker than a second feels like none. */
const interactiveMostMs = 1_000;

const coldStartFigures = z.object({ windowMs: z.number(), interactiveMs: z.number(), wholeMs: z.number() });

/** From a click on the icon to a page that answers: the built desktop app over its double, each time in a fresh process. */
export const coldStart: Benchmark = {
  name: 'cold-start',
  async run(say) {
    await using stack = new AsyncDisposableStack();
    const rendererDirectory = await ensureRenderer(say);
    say('building the main process …');
    await buildBundle('electron-main', 'warn');
    await buildBundle('electron-preload', 'warn');
    const fresh = await mkdtemp(path.join(os.tmpdir(), 'berth-cold-'));
    stack.defer(() => rm(fresh, { recursive: true, force: true }));
    const ports = await makeTestPorts();
    stack.defer(() => rm(ports.root, { recursive: true, force: true }));
    await saveServers(ports);
    const firstDay: number[] = [];
    const everyDay: z.output<typeof coldStartFigures>[] = [];
    // What is read from the disk for the first time since the machine's own start is not ours to measure.
    await startOnce(ports.dataDirectory, 'server-0');
    for (let round = 0; round < roundCount; round += 1) {
      say(`start ${round + 1} of ${roundCount} …`);
      const first = await startOnce(path.join(fresh, String(round)), 'Add a server');
      firstDay.push(first.interactiveMs);
      everyDay.push(await startOnce(ports.dataDirectory, 'server-0'));
    }
    const kilobytes = (await initialScriptBytes(rendererDirectory)) / 1000;
    return [
      alone(
        { what: 'script before the page begins, gzipped', unit: 'kB' },
        [kilobytes],
        initialScriptLimitBytes / 1000,
      ),
      alone({ what: 'the app’s page, first day → a button that answers', unit: 'ms' }, firstDay, interactiveMostMs),
      alone(
        { what: `the same, ${savedServerCount} saved servers`, unit: 'ms' },
        everyDay.map(({ interactiveMs }) => interactiveMs),
        interactiveMostMs,
      ),
      alone(
        { what: 'main process → its window', unit: 'ms' },
        everyDay.map(({ windowMs }) => windowMs),
      ),
      alone(
        { what: 'main process → a button that answers', unit: 'ms' },
        everyDay.map(({ wholeMs }) => wholeMs),
      ),
    ];
  },
};

async function saveServers(ports: Awaited<ReturnType<typeof makeTestPorts>>): Promise<void> {
  const core = await createCore(ports);
  const { signal } = new AbortController();
  for (let number = 0; number < savedServerCount; number += 1) {
    const draft = profileDraft.parse({ name: `server-${number}`, address: `192.0.2.${number + 1}`, user: 'me' });
    const created = await core.handlers.profiles.add(draft, { signal });
    if (!created.ok) throw new Error(created.failure.message);
  }
  await core.dispose();
}

async function startOnce(dataDirectory: string, buttonWords: string): Promise<z.output<typeof coldStartFigures>> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      '--conditions=electron-double',
      '--import',
      path.join(root, 'tests/electron/support/resolve-double.ts'),
      path.join(root, 'tests/electron/support/measure-cold-start.ts'),
      path.join(root, 'out/electron/main.js'),
      buttonWords,
    ],
    { cwd: root, env: { ...process.env, BERTH_DATA_DIR: dataDirectory }, timeout: 60_000 },
  );
  return coldStartFigures.parse(JSON.parse(stdout));
}
