import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Instance } from '../../../main/contract/instances.ts';
import type { LogItem } from '../../../main/contract/logs.ts';
import { finish, startTestCore, type TestCore, type Watched } from '../../support/app/test-core.ts';
import { everyOf } from '../../support/rounds.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { type LinkProxy, startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { expectNothingRuns, listInstances, profile, start, stop } from './support/stage.ts';
import { expectHonestStart, type Healer, healAtOnce, readTruth } from './support/unsteady.ts';

/** By its path, so that nothing but the start itself goes over the link. */
const repository = '/var/www/github/harbor-api';
let host: SandboxHost;
let proxy: LinkProxy;

beforeAll(async () => {
  host = await startSandbox({ kind: 'box' });
  proxy = await startLinkProxy(host.ssh);
}, 300_000);
afterAll(async () => {
  await proxy?.close();
  await host?.stop();
});
afterEach(() => expectNoLeftovers(host));

const viaProxy = () => startTestCore(host, { ssh: { host: '127.0.0.1', port: proxy.port } });

describe('a link that is lost during a start', () => {
  let app: TestCore;
  let healer: Healer;
  beforeAll(async () => {
    app = await viaProxy();
    healer = healAtOnce(app);
    await start(app, repository);
    await stop(app, repository);
  });
  afterAll(async () => {
    healer.end();
    await app.close();
  });

  // A start is about 4,300 bytes to the host and 2,100 back: the greeting, the request, a line per step, the answer.
  const offsets = everyOf(3, [1, 150, 2500, 4300, 4450, 4700, 5000, 5300, 5500, 5700, 5900, 6000]);
  const outcomes: string[] = [];
  it.each(offsets)('after %i bytes: the answer is what the host has', async (byteCount) => {
    await listInstances(app);
    const lostBefore = healer.lostCount();
    proxy.resetAfterBytes(byteCount);
    const { last } = await finish(app.client.instances.start({ profile, repository }));
    proxy.resetAfterBytes(Number.POSITIVE_INFINITY);
    expect(healer.lostCount()).toBe(lostBefore + 1);
    const outcome = await expectHonestStart(host, app, last);
    outcomes.push(outcome === 'done' ? outcome : 'not done');
    // Whatever was told, the same start again gives one running instance, and a stop ends it.
    const again = await start(app, repository);
    if (last.type === 'done') expect(again.pid).toBe(last.value.pid);
    expect((await readTruth(host)).claims).toEqual([again.port]);
    await stop(app, repository);
    await expectNothingRuns({ host, app });
  });

  it('was cut before the start began and after it', () => {
    expect(new Set(outcomes)).toEqual(new Set(['done', 'not done']));
  });

  it.each(everyOf(2, [150, 4500, 5500]))(
    'after %i bytes of a stop: it is stopped, or still runs and can be',
    async (byteCount) => {
      const { pid } = await start(app, repository);
      await listInstances(app);
      proxy.resetAfterBytes(byteCount);
      const { last } = await finish(app.client.instances.stop({ profile, repository }));
      proxy.resetAfterBytes(Number.POSITIVE_INFINITY);
      const truth = await readTruth(host);
      if (last.type === 'done') {
        expect(truth).toEqual({ pids: [], claims: [], listening: [] });
      } else {
        expect(last.failure).toMatchObject({ kind: 'link-lost' });
        expect(truth.pids).toContain(pid);
        await stop(app, repository);
      }
      await expectNothingRuns({ host, app });
    },
  );
});

describe('a link that is lost while it is made', () => {
  it.each(everyOf(2, [10, 1500, 3200, 6000, 38_000]))('after %i bytes: nothing was started', async (byteCount) => {
    await host.run('rm -rf ~/.local/share/berth/scripts');
    const app = await viaProxy();
    const healer = healAtOnce(app);
    proxy.resetAfterBytes(byteCount);
    const { last } = await finish(app.client.instances.start({ profile, repository }));
    proxy.resetAfterBytes(Number.POSITIVE_INFINITY);
    expect(last).toMatchObject({ type: 'failed' });
    await expectHonestStart(host, app, last);
    await start(app, repository);
    await stop(app, repository);
    await expectNothingRuns({ host, app });
    healer.end();
    await app.close();
  });
});

describe('a log that is followed while the network is away', () => {
  it('goes on where it was: nothing twice, and what was written meanwhile comes too', async () => {
    const app = await viaProxy();
    const { id } = await start(app, repository);
    const write = (line: string) => host.run(`echo ${line} >>~/.local/share/berth/instances/${id}/log`);
    const abort = new AbortController();
    const items: LogItem[] = [];
    const logs = app.client.logs.follow({ profile, source: { repository } }, { signal: abort.signal });
    const following = (async () => {
      for await (const item of logs) items.push(item);
    })().catch((error: unknown) => {
      if (!abort.signal.aborted) throw error;
    });
    const countOf = (word: string) =>
      items
        .map((item) => (item.type === 'text' ? item.text : ''))
        .join('')
        .split(word).length - 1;
    await write('written-before');
    await expect.poll(() => countOf('written-before')).toBe(1);
    proxy.cut();
    await write('written-meanwhile');
    await expect.poll(() => items.at(-1)).toMatchObject({ type: 'waiting', isRetried: true });
    await proxy.restore();
    await expect.poll(() => countOf('written-meanwhile')).toBe(1);
    await write('written-after');
    await expect.poll(() => countOf('written-after')).toBe(1);
    expect([countOf('written-before'), countOf('written-meanwhile')]).toEqual([1, 1]);
    abort.abort();
    await following;
    await stop(app, repository);
    await expectNothingRuns({ host, app });
    await app.close();
  });
});

describe('a network that is away for a while during a start', () => {
  it.each(['claim started', 'process done', 'healthz started'])(
    'from "%s" on: the start goes on, and its answer is fetched when the network is back',
    async (moment) => {
      const app = await viaProxy();
      await listInstances(app);
      let isAway = false;
      let last: Watched<Instance>['last'] | null = null;
      for await (const item of app.client.instances.start({ profile, repository })) {
        if (item.type !== 'step') {
          last = item;
          break;
        }
        if (isAway || `${item.step.stage} ${item.step.state}` !== moment) continue;
        isAway = true;
        proxy.cut();
        setTimeout(() => void proxy.restore(), 1500);
      }
      expect(isAway).toBe(true);
      if (last === null) throw new Error('the start ended without an outcome');
      expect(await expectHonestStart(host, app, last)).toBe('done');
      await stop(app, repository);
      await expectNothingRuns({ host, app });
      await app.close();
    },
  );

  it('says that it is not done when the network does not come back and the user gives up', async () => {
    const app = await viaProxy();
    await listInstances(app);
    const outcome = finish(app.client.instances.start({ profile, repository }));
    proxy.cut();
    await app.client.hosts.disconnect({ profile });
    expect((await outcome).last).toMatchObject({ type: 'failed' });
    await proxy.restore();
    // What the host made of the request is found out by the next look, and a stop ends it.
    const rows = await listInstances(app);
    if (rows.some(({ state }) => state !== 'stopped')) await stop(app, repository);
    await expectNothingRuns({ host, app });
    await app.close();
  });
});
