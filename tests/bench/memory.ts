import { type Browser, chromium, type Page } from '@playwright/test';
import { chromiumOptions } from '../support/chromium.ts';
import { poll } from '../support/sandbox/poll.ts';
import type { SandboxHost } from '../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../support/sandbox/start-sandbox.ts';
import { alone, besidePeer } from './compare.ts';
import type { Benchmark, Figure } from './figure.ts';
import { prepareBareCodeServers } from './support/bare-code-servers.ts';
import { type BerthSide, connectBerth } from './support/berth-side.ts';
import { type BoxCost, findBoxCost, memoryBytes } from './support/box-cost.ts';

const repository = 'harbor-api';
/** A figure counts when it stays within 2 % for two seconds: until then VS Code is still loading. */
const steadyShare = 0.02;
const steadyMs = 2_000;
const settleMs = 60_000;

/** What one instance takes in each of its states (PSS), against a code-server started by hand; and what a wake gives back. */
export const memory: Benchmark = {
  name: 'memory',
  async run(say) {
    await using stack = new AsyncDisposableStack();
    const browser = await chromium.launch(chromiumOptions);
    stack.defer(() => browser.close());
    const host = await startSandbox({ kind: 'box', repositories: [repository] });
    stack.defer(() => host.stop());
    const cost = await findBoxCost(host);
    say('by hand …');
    const peer = await statesByHand(host, cost, browser);
    const berth = stack.use(await connectBerth(host));
    say('Berth …');
    const ours = await statesOfBerth(berth, cost, browser);
    const line = (what: string, state: keyof States): Figure =>
      besidePeer({ what, unit: 'MB' }, [ours[state]], { name: 'by hand', rounds: [peer[state]] });
    return [
      line('started, no tab', 'started'),
      line('one tab open', 'open'),
      line('tab closed again', 'closed'),
      alone({ what: 'suspended', unit: 'MB' }, [ours.suspended], 12),
    ];
  },
};

interface States {
  readonly started: number;
  readonly open: number;
  readonly closed: number;
}

async function statesByHand(host: SandboxHost, cost: BoxCost, browser: Browser): Promise<States> {
  const bare = await prepareBareCodeServers(host, 1);
  const strangers = new Set(await cost.pids());
  await bare.start([0]);
  const folder = encodeURIComponent(host.repositories[0]?.path ?? host.repositoriesRoot);
  const url = `http://${host.ssh.host}/vscode/bare-0/?folder=${folder}`;
  const states = await openAndClose(browser, url, () => steadyMegabytes(cost, strangers));
  await bare.stop();
  return states;
}

async function statesOfBerth(
  berth: BerthSide,
  cost: BoxCost,
  browser: Browser,
): Promise<States & { suspended: number }> {
  // The login and the runner are strangers too: they are there whether an instance runs or not.
  const strangers = new Set(await cost.pids());
  const measure = () => steadyMegabytes(cost, strangers);
  await berth.start(repository);
  const states = await openAndClose(browser, await berth.entryUrl(repository), measure);
  await berth.suspend(repository);
  const suspended = await measure();
  await berth.stop(repository);
  return { ...states, suspended };
}

async function openAndClose(browser: Browser, url: string, measure: () => Promise<number>): Promise<States> {
  const started = await measure();
  const context = await browser.newContext();
  const tab = await context.newPage();
  await showEditor(tab, url);
  const open = await measure();
  // Leaving the page tells the server that the tab is over; closing the context at once would not.
  await tab.goto('about:blank');
  await context.close();
  return { started, open, closed: await measure() };
}

async function showEditor(tab: Page, url: string): Promise<void> {
  await tab.goto(url);
  await tab.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: 120_000 });
}

/** The memory of everything but the strangers, megabytes, once it has come to rest. */
async function steadyMegabytes(cost: BoxCost, strangers: ReadonlySet<number>): Promise<number> {
  let last = { megabytes: Number.NaN, sinceMs: 0 };
  return poll(
    'memory to come to rest',
    async () => {
      const megabytes = (await memoryBytes((await cost.pids()).filter((pid) => !strangers.has(pid)))) / 1e6;
      const isSame = Math.abs(megabytes - last.megabytes) <= steadyShare * Math.max(megabytes, 1);
      if (!isSame) last = { megabytes, sinceMs: performance.now() };
      return isSame && performance.now() - last.sinceMs >= steadyMs ? megabytes : null;
    },
    settleMs,
    200,
  );
}
