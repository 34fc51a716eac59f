import { chromium, type Page } from '@playwright/test';
import { startTestApp } from '../support/app/test-app.ts';
import { chromiumOptions } from '../support/chromium.ts';
import type { SandboxHost } from '../support/sandbox/sandbox-host.ts';
import { alone } from './compare.ts';
import type { Benchmark } from './figure.ts';
import { timeMs } from './rounds.ts';

const root = '/srv/many';
const roundCount = 6;
/** What a user waits for without a thought, milliseconds. */
const atMostMs = 1000;

/** 2,000 working copies among 12,000 other folders, no deeper than the list looks. */
const plant = `mkdir -p ${root} && cd ${root}
  mkdir -p group{1..40}/repository{1..50}/.git other{1..20}/x{1..20}/y{1..30}
  number=0
  for copy in group*/*; do number=$((number + 1)); mv "$copy" "\${copy%/*}/copy-$number"; done
  for copy in group*/*/.git; do echo 'ref: refs/heads/main' >"$copy/HEAD"; done`;

/** The repositories of a host that has thousands, in a browser: until they are listed anew, and until one is found. */
export const repositories: Benchmark = {
  name: 'repositories',
  async run(say) {
    await using stack = new AsyncDisposableStack();
    const { host, shell, close } = await startTestApp({
      sandbox: { kind: 'box', hasCodeServer: false, repositories: [] },
      draft: { repositoryRoots: [root] },
    });
    stack.defer(close);
    await mustRun(host, plant);
    const browser = await chromium.launch(chromiumOptions);
    stack.defer(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1360, height: 820 } });
    await page.goto(shell.issueUrl());
    await nameOf(page, 'copy-2000').or(nameOf(page, 'copy-1')).first().waitFor();
    say('lists and finds …');
    const listed: number[] = [];
    const found: number[] = [];
    for (let round = 0; round < roundCount; round += 1) {
      listed.push(await listMs(page, host, `just-made-${round}`));
      found.push(await findMs(page, `copy-${(round + 1) * 300}`));
    }
    return [
      alone({ what: 'a click on Look again → 2,000 repositories among 12,000 folders', unit: 'ms' }, listed, atMostMs),
      alone({ what: 'the name of one of them typed → its row', unit: 'ms' }, found, atMostMs),
    ];
  },
};

async function mustRun(host: SandboxHost, command: string): Promise<void> {
  const { code, stderr } = await host.run(command);
  if (code !== 0) throw new Error(stderr);
}

const nameOf = (page: Page, name: string) =>
  page.locator('.repository-name').getByRole('button', { name, exact: true });

/** Until one is shown that was made on the host a moment ago. */
async function listMs(page: Page, host: SandboxHost, name: string): Promise<number> {
  await mustRun(host, `git init -q ${root}/group1/${name}`);
  await page.getByRole('searchbox').fill(name);
  return timeMs(async () => {
    await page.getByRole('button', { name: 'Look again' }).click();
    await nameOf(page, name).waitFor();
  });
}

/** Out of all of them, until one is shown by its name. */
async function findMs(page: Page, name: string): Promise<number> {
  const search = page.getByRole('searchbox');
  await search.fill('');
  await page
    .getByRole('status')
    .filter({ hasText: /^20\d\d$/ })
    .waitFor();
  return timeMs(async () => {
    await search.fill(name);
    await nameOf(page, name).waitFor();
  });
}
