import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { chromium, type Page } from '@playwright/test';
import { type ProfileDraft, profileDraft } from '../../main/contract/profiles.ts';
import { startTestApp, type TestApp } from '../support/app/test-app.ts';
import { sandboxDraft } from '../support/app/test-core.ts';
import { chromiumOptions } from '../support/chromium.ts';
import { alone } from './compare.ts';
import type { Benchmark } from './figure.ts';

const serverCount = 50;
const linkedCount = 8;
const roundCount = 5;
const maxListMs = 100;
const maxMegabytesEach = 8;

/** What fifty saved servers cost, eight of them linked: memory of Berth's process, and how soon their page is there. */
export const fleet: Benchmark = {
  name: 'fleet',
  async run(say) {
    await using stack = new AsyncDisposableStack();
    const app = await startTestApp();
    stack.defer(() => app.close());
    const browser = await chromium.launch(chromiumOptions);
    stack.defer(() => browser.close());
    const ssh = { host: '127.0.0.1', port: app.proxy.port };
    const ids = [];
    for (let index = 2; index <= serverCount; index += 1) {
      const name = `server-${index}`;
      const isLinked = index <= linkedCount;
      const far = profileDraft.parse({ name, address: `192.0.2.${index}`, user: 'me' });
      const id = await add(app, isLinked ? { ...sandboxDraft(app.host, ssh), name } : far);
      if (isLinked) ids.push(id);
    }

    say('linking one server …');
    await connect(app, 'sandbox');
    const before = megabytes();
    say(`linking ${ids.length} more …`);
    await Promise.all(ids.map((id) => connect(app, id)));
    const each = (megabytes() - before) / ids.length;
    if (app.proxy.connections() !== linkedCount)
      throw new Error(`${app.proxy.connections()} connections, not one each`);

    say('showing all servers …');
    const page = await browser.newPage({ viewport: { width: 1360, height: 820 } });
    await page.goto(app.shell.issueUrl());
    const rounds: number[] = [];
    for (let round = -1; round < roundCount; round += 1) {
      const elapsedMs = await listMs(page);
      if (round >= 0) rounds.push(elapsedMs);
    }
    return [
      alone({ what: `a click on All servers → ${serverCount} rows`, unit: 'ms' }, rounds, maxListMs),
      alone({ what: 'memory of Berth for each further linked server', unit: 'MB' }, [each], maxMegabytesEach),
    ];
  },
};

async function add({ shell }: TestApp, draft: ProfileDraft): Promise<string> {
  const added = await shell.core.handlers.profiles.add(draft, { signal: new AbortController().signal });
  if (!added.ok) throw new Error(added.failure.message);
  return added.value.id;
}

async function connect({ shell }: TestApp, profile: string): Promise<void> {
  const context = { signal: new AbortController().signal };
  const connected = await shell.core.handlers.hosts.connect({ profile, isKept: false }, context);
  if (!connected.ok) throw new Error(connected.failure.message);
  const stats = await shell.core.handlers.hosts.stats({ profile }, context);
  if (!stats.ok) throw new Error(stats.failure.message);
}

/** Resident memory of this process, which runs the core, after what is not used any more was collected. */
function megabytes(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().rss / 1e6;
}

/** From another page to that of all servers: the time from the click to a frame that has all rows. */
async function listMs(page: Page): Promise<number> {
  await page.getByTestId('server-server-50').click();
  await page.getByTestId('fleet-lead').waitFor({ state: 'detached' });
  return page.evaluate(async (count) => {
    const button = document.querySelector('[data-testid="all-servers"]');
    if (!(button instanceof HTMLElement)) throw new Error('there is no way to all servers');
    const startedAtMs = performance.now();
    button.click();
    while (document.querySelectorAll('[data-testid^="fleet-"][data-state]').length < count) {
      await new Promise(requestAnimationFrame);
    }
    return performance.now() - startedAtMs;
  }, serverCount);
}
