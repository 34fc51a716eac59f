import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { finish, startTestCore, type TestCore } from '../../support/app/test-core.ts';
import { rounds } from '../../support/rounds.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { type LinkProxy, startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { expectNothingRuns, listInstances, profile, start, stop } from '../core/support/stage.ts';
import { expectHonestStart, type Healer, healAtOnce, readTruth } from '../core/support/unsteady.ts';

/** By its path, so that nothing but the start itself goes over the link. */
const repository = '/var/www/github/harbor-api';
const offsetCount = rounds('BERTH_ENDURANCE_OFFSETS', 2, 40);
let host: SandboxHost;
let proxy: LinkProxy;
let app: TestCore;
let healer: Healer;

beforeAll(async () => {
  host = await startSandbox({ kind: 'box' });
  proxy = await startLinkProxy(host.ssh);
  app = await startTestCore(host, { ssh: { host: '127.0.0.1', port: proxy.port } });
  healer = healAtOnce(app);
}, 300_000);
afterAll(async () => {
  healer?.end();
  await app?.close();
  await proxy?.close();
  await host?.stop();
});
afterEach(() => expectNoLeftovers(host));

/** How many bytes a start is on the link, both directions together. */
async function measureStart(): Promise<number> {
  await start(app, repository);
  await stop(app, repository);
  await listInstances(app);
  const before = proxy.deliveredBytes();
  await start(app, repository);
  const byteCount = proxy.deliveredBytes() - before;
  await stop(app, repository);
  return byteCount;
}

it(
  `is reset at ${offsetCount} places of a start: it is done or not done, and the host agrees`,
  async () => {
    const byteCount = await measureStart();
    const told: string[] = [];
    for (let index = 0; index < offsetCount; index += 1) {
      // From the first byte to those of the answer; what follows them ends the channel.
      const offset = 1 + Math.floor((index * (byteCount - 300)) / Math.max(1, offsetCount - 1));
      await listInstances(app);
      const lostBefore = healer.lostCount();
      proxy.resetAfterBytes(offset);
      const { last } = await finish(app.client.instances.start({ profile, repository }));
      proxy.resetAfterBytes(Number.POSITIVE_INFINITY);
      const isLost = healer.lostCount() > lostBefore;
      const outcome = await expectHonestStart(host, app, last);
      told.push(`${offset}${isLost ? '' : ' (after its end)'}: ${outcome === 'done' ? 'done' : outcome.message}`);
      // Whatever was told, the same start again gives one running instance, and a stop ends it.
      const again = await start(app, repository);
      if (last.type === 'done') expect(again.pid).toBe(last.value.pid);
      expect((await readTruth(host)).claims).toEqual([again.port]);
      await stop(app, repository);
      await expectNothingRuns({ host, app });
    }
    console.log(`a start is ${byteCount} bytes; reset after\n${told.join('\n')}`);
    expect(told.filter((line) => line.includes('after its end')).length).toBeLessThanOrEqual(1);
    expect(told.some((line) => line.endsWith(': done'))).toBe(true);
    expect(told.some((line) => line.includes('before instance-start began'))).toBe(true);
  },
  60_000 + offsetCount * 30_000,
);
