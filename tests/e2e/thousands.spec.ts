import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ensureRenderer } from '../../build/bundle/ensure-renderer.ts';
import { createCore } from '../../main/core/create-core.ts';
import { startWebShell } from '../../main/web/start-web-shell.ts';
import { inside } from '../integration/core/support/inside.ts';
import { knownHostsLine, makeTestPorts, sandboxDraft } from '../support/app/test-core.ts';
import { startSandbox } from '../support/sandbox/start-sandbox.ts';
import { expect, test } from './support/fixtures.ts';
import { nameOf } from './support/rows.ts';

/** A real server with thousands of repositories, and what a look at them costs it. */

/** Of what a user waits for without a thought. */
const atMostMs = 1000;
const root = '/srv/many';
/** 2,000 working copies in 40 groups, and 24,420 other folders; into 24,000 of them nobody needs to look. */
const plant = `mkdir -p ${root} && cd ${root}
  for ((group = 1; group <= 40; group++)); do mkdir -p "group$group/copy-$group-"{1..50}/.git; done
  mkdir -p other{1..20}/x{1..20}/y{1..30}/z
  for copy in group*/*/.git; do echo 'ref: refs/heads/main' >"$copy/HEAD"; done`;

/** The scripts, with a line in ~/looks for each search: how many folders it looked into. */
async function copyCounting(to: string): Promise<string> {
  await cp('remote-scripts', to, { recursive: true });
  const file = path.join(to, 'commands/repositories-list');
  const text = await readFile(file, 'utf8');
  const counting = text
    .replace('  seen[$folder]=1', (line) => `${line} LOOKED=$((\${LOOKED-0} + 1))`)
    .replace('  answer_value', (line) => `  printf '%s\\n' "$LOOKED" >>~/looks\n  LOOKED=0\n${line}`);
  expect(counting.length - text.length).toBeGreaterThan(70);
  await writeFile(file, counting);
  return to;
}

/** What a user waits for, from a first to a last moment. */
interface Wait {
  begin(): Promise<void>;
  end(): Promise<void>;
}

/** How much of a processor who needs one gets just now on this machine, up to 1; never less than a quarter. */
function shareOfProcessor(): number {
  const beganAtMs = performance.now();
  const before = process.cpuUsage();
  let usedMs = 0;
  while (usedMs < 50) usedMs = process.cpuUsage(before).user / 1000;
  return Math.max(0.25, Math.min(1, usedMs / (performance.now() - beganAtMs)));
}

/** What others take of this machine meanwhile does not count, and the best of a few rounds does. */
async function expectAtOnce(what: string, round: () => Promise<Wait>): Promise<void> {
  const tookMs: number[] = [];
  while (tookMs.length < 4 && !tookMs.some((ms) => ms < atMostMs)) {
    const { begin, end } = await round();
    const shareBefore = shareOfProcessor();
    const beganAtMs = performance.now();
    await begin();
    await end();
    const elapsedMs = performance.now() - beganAtMs;
    tookMs.push(Math.round((elapsedMs * (shareBefore + shareOfProcessor())) / 2));
  }
  console.log(`${what}: ${tookMs.join(', ')} ms`);
  expect(Math.min(...tookMs), `${what}, ms: ${tookMs.join(', ')}`).toBeLessThan(atMostMs);
}

test('two thousand repositories are there within a second, by one look at few folders', async ({ page }) => {
  await using stack = new AsyncDisposableStack();
  const rendererDirectory = await ensureRenderer(() => {});
  const host = await startSandbox({ kind: 'box', hasCodeServer: false, repositories: [] });
  stack.defer(() => host.stop());
  await inside(host, plant);
  const ports = await makeTestPorts();
  stack.defer(() => rm(ports.root, { recursive: true, force: true }));
  const remoteScriptsDirectory = await copyCounting(path.join(ports.root, 'scripts'));
  const shell = await startWebShell({ ports: { ...ports, remoteScriptsDirectory }, rendererDirectory, createCore });
  stack.defer(() => shell.close());
  const draft = { ...sandboxDraft(host), repositoryRoots: [root] };
  await shell.core.handlers.profiles.add(draft, { signal: new AbortController().signal });
  await writeFile(path.join(ports.dataDirectory, 'known_hosts'), knownHostsLine(host), { mode: 0o600 });

  await page.goto(shell.issueUrl());
  await nameOf(page, 'copy-1-1').waitFor({ timeout: 30_000 });
  await expect(page.getByRole('status').filter({ hasText: /^2000$/ })).toBeVisible();
  const search = page.getByRole('searchbox');
  await search.fill('just-made');
  let lookCount = 1;
  await expectAtOnce('listed anew', async () => {
    const name = `just-made-${lookCount}`;
    lookCount += 1;
    await inside(host, `git init -q ${root}/group1/${name}`);
    return {
      begin: () => page.getByRole('button', { name: 'Look again' }).click(),
      end: () => nameOf(page, name).waitFor(),
    };
  });
  await expectAtOnce('found by name', async () => {
    await search.fill('');
    await nameOf(page, 'copy-1-1').waitFor();
    return { begin: () => search.fill('copy-7-50'), end: () => nameOf(page, 'copy-7-50').waitFor() };
  });

  // Once for the page and once for each click; each root, group and copy, and the folders beside them one level further.
  const looks = (await inside(host, 'cat ~/looks')).split('\n').map(Number);
  expect(looks).toHaveLength(lookCount);
  expect(Math.max(...looks)).toBeLessThanOrEqual(1 + 40 + 2000 + lookCount + 20 + 400);
  expect(Math.min(...looks)).toBeGreaterThanOrEqual(2000);
});
