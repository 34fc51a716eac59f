import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { CodeServerReleases } from '../../../main/core/ports.ts';
import { finish, startTestCore, succeedWith, type TestCore } from '../../support/app/test-core.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { type LinkProxy, startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import { type Mirror, startMirror } from '../../support/sandbox/mirror/start-mirror.ts';
import { type SandboxHost, sampleRepositories } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { editors } from './support/editors.ts';
import { openSocket, ping } from './support/gate-client.ts';
import { inside } from './support/inside.ts';
import { profile, start, stop } from './support/stage.ts';
import { healAtOnce } from './support/unsteady.ts';

const [unused, oldest, older, newer] = ['4.137.0', '4.138.0', '4.139.1', '4.139.2'];
let host: SandboxHost;
let mirror: Mirror;
let proxy: LinkProxy;
let before: TestCore;
let after: TestCore;

const coreWith = (codeServerReleases: CodeServerReleases) =>
  startTestCore(host, { ssh: { host: '127.0.0.1', port: proxy.port }, ports: { codeServerReleases } });

beforeAll(async () => {
  host = await startSandbox({ kind: 'box', base: 'bare', repositories: sampleRepositories });
  [mirror, proxy] = await Promise.all([startMirror(host), startLinkProxy(host.ssh)]);
  before = await coreWith(await mirror.releases({ parts: 'slim' }));
  after = await coreWith(await mirror.releases({ parts: 'slim', version: newer }));
}, 300_000);
afterAll(async () => {
  await Promise.all([before?.close(), after?.close()]);
  await Promise.all([mirror?.stop(), proxy?.close()]);
  await host?.stop();
});
afterEach(() => expectNoLeftovers(host));

/** Brings code-server and nothing else; the steps, and how it ended. */
async function bring(app: TestCore, onProgress: (stage: string, share: number) => void = () => {}) {
  const steps: string[] = [];
  for await (const item of app.client.setup.run({ profile, steps: ['code-server'] })) {
    if (item.type !== 'step') return { steps, last: item };
    const { stage, state, share } = item.step;
    if (state === 'progress') onProgress(stage, share ?? 0);
    else steps.push(`${stage} ${state}`);
  }
  throw new Error('the setup ended without an outcome');
}

/** Version → what it is, as the core tells it. */
async function versions(app: TestCore) {
  const told = await app.client.setup.codeServers({ profile });
  if (!told.ok) throw new Error(`${told.failure.stage}: ${told.failure.message}`);
  const kinds = told.value.versions.map(({ version, isCurrent, isPrevious }) => [
    version,
    isCurrent ? 'current' : isPrevious ? 'previous' : 'kept',
  ]);
  return { ...told.value, kinds: Object.fromEntries(kinds) as Record<string, string> };
}

const files = () => inside(host, 'cd ~/.local/share/berth/code-server && ls -A . .incoming', host.ssh.user);

/** What a check-up says of code-server. */
async function checkUp(app: TestCore) {
  const told = await app.client.setup.doctor({ profile });
  if (!told.ok) throw new Error(`${told.failure.stage}: ${told.failure.message}`);
  return told.value.checks.find(({ id }) => id === 'code-server');
}

/** Puts the installed code-server there once more, as an older version. */
const copyAs = (version: string) =>
  inside(
    host,
    `cd ~/.local/share/berth/code-server; umask 077; cp -al ${older} ${version}
    sed "s/${older}/${version}/" ${older}/package.json >new; mv new ${version}/package.json`,
    host.ssh.user,
  );

it('a host that cannot download is sent code-server, and a link that is lost in the middle costs little', async () => {
  const healer = healAtOnce(before);
  expect((await versions(before)).kinds).toEqual({});
  expect(await checkUp(before)).toMatchObject({ outcome: 'fail', fix: { kind: 'setup' } });
  const cancelling: Promise<unknown>[] = [];
  const calledOff = await bring(before, (stage, share) => {
    const isTime = stage === 'push' && share > 0.1 && cancelling.length === 0;
    if (isTime) cancelling.push(before.client.setup.cancel({ profile }));
  });
  expect(calledOff.last).toMatchObject({ type: 'failed', failure: { kind: 'cancelled' } });
  expect(await Promise.all(cancelling)).toEqual([{ ok: true, value: { isCancelled: true } }]);
  const shares: number[] = [];
  let cutAt = -1;
  const { steps, last } = await bring(before, (stage, share) => {
    if (stage !== 'push') return;
    shares.push(share);
    if (cutAt >= 0 || share < 0.3) return;
    cutAt = shares.length;
    proxy.resetAfterBytes(1);
  });
  expect(last).toMatchObject({ type: 'done' });
  expect(healer.lostCount()).toBe(1);
  healer.end();
  expect(steps).toContain('download undone');
  // What came before it was called off is not sent again either.
  expect(shares[0]).toBeGreaterThan(0.01);
  expect(steps.slice(-2)).toEqual(['switch started', 'switch done']);
  // What was on its way when the link went is sent again, and nothing else.
  expect(Math.min(...shares.slice(cutAt))).toBeGreaterThan(0.2);
  const { kinds, partialBytes } = await versions(before);
  expect([kinds, partialBytes]).toEqual([{ [older]: 'current' }, 0]);
  expect(mirror.requests.filter(({ status }) => status === 200).map(({ path }) => path)).toHaveLength(1);
  expect(await checkUp(before)).toMatchObject({ outcome: 'ok', fix: null });
});

it('an upgrade disturbs none of three running editors, and each runs the new version once it is restarted', async () => {
  // It runs with what is neither the current version nor the one before any more, when the next one has come.
  await copyAs(oldest);
  await succeedWith(before.client.setup.useCodeServer({ profile, version: oldest }));
  await start(before, 'lighthouse-docs');
  await succeedWith(before.client.setup.useCodeServer({ profile, version: older }));
  await succeedWith(before.client.instances.startAll({ profile, repositories: ['harbor-api', 'tide-charts'] }));
  await copyAs(unused);
  const running = await editors(host);
  expect(running.map(({ repository, runs, says, health }) => [repository, runs, says, health])).toEqual([
    ['harbor-api', older, older, '200'],
    ['lighthouse-docs', oldest, oldest, '200'],
    ['tide-charts', older, older, '200'],
  ]);
  const lines = await Promise.all(running.map(({ repository }) => openSocket(before, repository)));

  await inside(host, 'apt-get update && apt-get install -y --no-install-recommends curl', 'root');
  const hurry = mirror.spoil({ path: /^\/objects\//, bytesPerSecond: 4_000_000 });
  const cancelling: Promise<unknown>[] = [];
  const calledOff = await bring(after, (stage) => {
    const isTime = stage === 'download' && cancelling.length === 0;
    if (isTime) cancelling.push(after.client.setup.cancel({ profile }));
  });
  expect(calledOff.last).toMatchObject({ type: 'failed', failure: { kind: 'cancelled' } });
  expect(await Promise.all(cancelling)).toEqual([{ ok: true, value: { isCancelled: true } }]);
  const half = await versions(after);
  expect(half.kinds).toEqual({ [older]: 'current', [oldest]: 'previous', [unused]: 'kept' });
  expect(half.partialBytes).toBeGreaterThan(0);
  hurry();

  let isUnderWay = true;
  const upgrading = bring(after).finally(() => {
    isUnderWay = false;
  });
  const seen = new Set<string>();
  while (isUnderWay) seen.add(JSON.stringify(await editors(host)));
  const { steps, last } = await upgrading;
  expect(last).toMatchObject({ type: 'done' });
  expect(steps.some((step) => step.startsWith('push'))).toBe(false);
  expect(mirror.requests.at(-1)).toMatchObject({ status: 206, range: `bytes=${half.partialBytes}-` });
  expect([...seen]).toEqual([JSON.stringify(running)]);
  await Promise.all(lines.map(ping));
  for (const line of lines) line.destroy();
  const told = await versions(after);
  expect([told.kinds, told.partialBytes]).toEqual([{ [newer]: 'current', [older]: 'previous', [oldest]: 'kept' }, 0]);
  expect(told.versions.map(({ version, usedBy }) => [version, usedBy.length])).toEqual([
    [newer, 0],
    [older, 2],
    [oldest, 1],
  ]);

  for (const { repository } of running) await succeedWith(after.client.instances.restart({ profile, repository }));
  expect((await editors(host)).map(({ runs, says }) => [runs, says])).toEqual([
    [newer, newer],
    [newer, newer],
    [newer, newer],
  ]);
});

it('the version before is one call away for what starts then, and neither what is used nor what is current can be removed', async () => {
  const remove = (version: string) => after.client.setup.removeCodeServer({ profile, version });
  const running = await editors(host);
  const back = await succeedWith(after.client.setup.useCodeServer({ profile, version: older }));
  expect(back.versions.find(({ isCurrent }) => isCurrent)?.version).toBe(older);
  await stop(after, 'tide-charts');
  expect(await editors(host)).toEqual(running.slice(0, 2));
  await start(after, 'tide-charts');
  expect((await editors(host)).map(({ runs, says }) => [runs, says])).toEqual([
    [newer, newer],
    [newer, newer],
    [older, older],
  ]);
  for (const version of [older, newer]) {
    expect((await finish(remove(version))).last).toMatchObject({ type: 'failed', failure: { kind: 'unavailable' } });
  }
  await succeedWith(after.client.instances.stopAll({ profile }));
  await succeedWith(remove(oldest));
  const rest = await succeedWith(remove(newer));
  expect(rest.versions.map(({ version }) => version)).toEqual([older]);
});

it('an archive that is wrong for the host, and then for this computer, ends it: the old version stays, and nothing else', async () => {
  mirror.spoil({ path: /^\/objects\//, wrongByteAt: 50_000_000 });
  const filesBefore = await files();
  const another = await coreWith(await mirror.releases({ parts: 'slim', version: newer }));
  const { steps, last } = await bring(another);
  expect(steps.filter((step) => /^(download|push) (started|undone)/.test(step))).toEqual([
    'download started',
    'download undone',
    'download started',
  ]);
  expect(last).toMatchObject({ type: 'failed', failure: { kind: 'setup-failed', stage: 'check' } });
  expect((await versions(another)).kinds).toEqual({ [older]: 'current' });
  expect(await files()).toEqual(filesBefore);
  await another.close();
});
