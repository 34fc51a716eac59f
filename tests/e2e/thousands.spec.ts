import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inside } from '../integration/core/support/inside.ts';
import { startTestApp } from '../support/app/test-app.ts';
import { expect, test } from './support/fixtures.ts';
import { nameOf } from './support/rows.ts';

/** A real server with thousands of repositories, and what a look at them costs it; how long it takes is the bench's `repositories`. */

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

test('two thousand repositories are there by one look at few folders', async ({ page }) => {
  await using stack = new AsyncDisposableStack();
  const scripts = await mkdtemp(path.join(tmpdir(), 'berth-scripts-'));
  stack.defer(() => rm(scripts, { recursive: true }));
  const { host, shell, close } = await startTestApp({
    sandbox: { kind: 'box', hasCodeServer: false, repositories: [] },
    draft: { repositoryRoots: [root] },
    remoteScriptsDirectory: await copyCounting(scripts),
  });
  stack.defer(close);
  await inside(host, plant);

  await page.goto(shell.issueUrl());
  await nameOf(page, 'copy-1-1').waitFor({ timeout: 30_000 });
  await expect(page.getByRole('status').filter({ hasText: /^2000$/ })).toBeVisible();
  const search = page.getByRole('searchbox');
  await search.fill('copy-7-50');
  await nameOf(page, 'copy-7-50').waitFor();
  await inside(host, `git init -q ${root}/group1/just-made`);
  await search.fill('just-made');
  await page.getByRole('button', { name: 'Look again' }).click();
  await nameOf(page, 'just-made').waitFor();

  // Once for the page and once for the click; each root, group and copy, and the folders beside them one level further.
  const looks = (await inside(host, 'cat ~/looks')).split('\n').map(Number);
  expect(looks).toHaveLength(2);
  expect(Math.max(...looks)).toBeLessThanOrEqual(1 + 40 + 2001 + 20 + 400);
  expect(Math.min(...looks)).toBeGreaterThanOrEqual(2000);
});
