import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { OperationStep } from '../../../main/contract/operation.ts';
import type { CodeServerReleases } from '../../../main/core/ports.ts';
import { startTestCore, succeedWith, type TestCore, type TestCoreOptions } from '../../support/app/test-core.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { type LinkProxy, startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import { type Mirror, startMirror } from '../../support/sandbox/mirror/start-mirror.ts';
import { probeSandbox } from '../../support/sandbox/probe.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { editors } from './support/editors.ts';
import { berthHome, inside } from './support/inside.ts';
import { killWhileItSetsUp } from './support/killed-app.ts';
import { profile } from './support/stage.ts';
import { healAtOnce } from './support/unsteady.ts';

/** Setups that are cut off: by the link, by the end of the app, by a full disk, by an archive that was spoilt. */

const repository = 'harbor-api';
const user = 'dev';
const [older, newer] = ['4.139.1', '4.139.2'];
const draft = { user, repositoryRoots: ['/home/dev/code'] };
let host: SandboxHost;
let mirror: Mirror;
let proxy: LinkProxy;
let newReleases: CodeServerReleases;
let app: TestCore;

const asDev = (command: string) => inside(host, command, user);
const files = async () => (await asDev(`cd ${berthHome}/code-server && ls -A . .incoming`)).split('\n');
const coreWith = (codeServerReleases: CodeServerReleases, options: TestCoreOptions = {}) =>
  startTestCore(host, {
    draft,
    ssh: { host: '127.0.0.1', port: proxy.port },
    ...options,
    ports: { codeServerReleases, ...options.ports },
  });

async function run(core: TestCore, steps: string[], onStep: (step: OperationStep) => void = () => {}, id = profile) {
  for await (const item of core.client.setup.run({ profile: id, steps })) {
    if (item.type !== 'step') return item;
    onStep(item.step);
  }
  throw new Error('the setup ended without an outcome');
}

/** The one that is to come. */
function archive() {
  const [found] = Object.values(newReleases.archives);
  if (found === undefined) throw new Error('the release has no archive');
  return found;
}

const loseLink = () => proxy.resetAfterBytes(1);
/** Waits, on the host itself because it may be for a moment only, until the installation has come so far that this is there. */
const untilThere = (place: string) =>
  asDev(`cd ${berthHome}/code-server; end=$((SECONDS + 60))
    until compgen -G '${place}' >/dev/null; do ((SECONDS < end)); read -rt 0.02 <> <(:) || :; done`);
const isUnpacking = '.unpacking-*/tree/lib/vscode';
const isOnTrial = '.unpacking-*/trial';

/** What starts is of this version, and nothing of another one is half there. */
async function expectToStart(version: string) {
  await succeedWith(app.client.instances.start({ profile, repository }));
  expect(await editors(host, user)).toMatchObject([{ runs: version, says: version }]);
  await succeedWith(app.client.instances.stop({ profile, repository }));
}

const canRun = (await probeSandbox()).bareBox.canRun;

describe.skipIf(!canRun)('a setup that is cut off', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    host = await startSandbox({
      kind: 'box',
      base: 'bare',
      hasSudo: true,
      homeBytes: 1_000_000_000,
      repositories: [repository],
    });
    [mirror, proxy] = await Promise.all([startMirror(host), startLinkProxy(host.ssh)]);
    newReleases = await mirror.releases({ parts: 'slim', version: newer });
    const first = await coreWith(await mirror.releases({ parts: 'slim' }));
    expect(await run(first, ['code-server'])).toMatchObject({ type: 'done' });
    await first.close();
    app = await coreWith(newReleases);
  }, 300_000);
  afterAll(async () => {
    await app?.close();
    await Promise.all([mirror?.stop(), proxy?.close()]);
    await host?.stop();
  });
  afterEach(() => expectNoLeftovers(host));

  it('packages go on without the link, and how they ended is told once it is back', async () => {
    const healer = healAtOnce(app);
    let isCut = false;
    const last = await run(app, ['package:nginx', 'package:tmux', 'package:curl'], ({ title }) => {
      if (isCut || !title.startsWith('Unpacking nginx')) return;
      isCut = true;
      loseLink();
    });
    expect(last).toMatchObject({ type: 'done' });
    expect(healer.lostCount()).toBe(1);
    healer.end();
    expect(await inside(host, 'dpkg --audit; type -P nginx tmux curl | wc -l')).toBe('3');
  });

  it('a link that is lost in the download and a disk that is full in the unpacking leave the version before', async () => {
    const healer = healAtOnce(app);
    // Room enough to begin, and for nothing else.
    const roomBytes = 4 * archive().sizeBytes + 20_000_000;
    await asDev(`fallocate -l $(($(stat -f -c '%a * %S' ~) - ${roomBytes})) ~/filler`);
    // Slow enough to be met half-way; what is left comes at once.
    mirror.spoil({ path: /^\/objects\//, bytesPerSecond: 1_000_000, cutAfterBytes: 1_500_000, times: 1 });
    let isCut = false;
    const running = run(app, ['code-server'], ({ stage, state }) => {
      if (isCut || stage !== 'download' || state !== 'progress') return;
      isCut = true;
      loseLink();
    });
    await untilThere(isUnpacking);
    await asDev('head -c 2G /dev/zero >>~/filler 2>/dev/null || :');
    expect(await running).toMatchObject({ type: 'failed', failure: { kind: 'disk-full', stage: 'unpack' } });
    expect([isCut, healer.lostCount()]).toEqual([true, 1]);
    healer.end();
    await asDev('rm ~/filler');
    await expectToStart(older);
    expect(await files()).toEqual(['.:', '.incoming', older, 'current', '', '.incoming:', `${archive().sha256}.part`]);
  });

  it('an archive that was spoilt is sent again; an app that is killed meanwhile is followed by one that goes on', async () => {
    await asDev(
      `printf x | dd of="$(echo ${berthHome}/code-server/.incoming/*.part)" bs=1 seek=50000000 conv=notrunc status=none`,
    );
    let isRefused = false;
    const dataDirectory = await killWhileItSetsUp(
      host,
      { draft, ports: { codeServerReleases: newReleases } },
      (step) => {
        isRefused ||= step.stage === 'download' && step.state === 'undone';
        return step.stage === 'push' && (step.share ?? 0) > 0.3;
      },
    );
    onTestFinished(() => rm(path.dirname(dataDirectory), { recursive: true }));
    expect(isRefused).toBe(true);
    await expectToStart(older);

    const second = await coreWith(newReleases, { draft: { ...draft, name: 'again' }, ports: { dataDirectory } });
    onTestFinished(() => second.close());
    const healer = healAtOnce(second);
    const asked = mirror.requests.length;
    const told: OperationStep[] = [];
    const running = run(second, ['code-server'], (step) => told.push(step), 'again');
    await untilThere(isUnpacking);
    loseLink();
    await untilThere(isOnTrial);
    loseLink();
    expect(await running).toMatchObject({ type: 'done' });
    healer.end();
    // What happened meanwhile is not seen, but nothing seems to go on that has ended.
    expect(told.map(({ title }) => title)).toContain('The link is back; waiting for its end');
    const last = new Map(told.map(({ stage, state }) => [stage, state]));
    expect([...last.values()].filter((state) => state !== 'done')).toEqual([]);
    // From where the killed one was, by whoever brings it.
    const from = Number(/^bytes=(\d+)-$/.exec(mirror.requests.slice(asked).at(-1)?.range ?? '')?.[1]);
    expect(from).toBeGreaterThan(0.25 * archive().sizeBytes);
    await expectToStart(newer);
  });

  it('an app that is killed while the host unpacks leaves it to the next one, which need not bring it again', async () => {
    await succeedWith(app.client.setup.useCodeServer({ profile, version: older }));
    await succeedWith(app.client.setup.removeCodeServer({ profile, version: newer }));
    const asked = mirror.requests.length;
    const dataDirectory = await killWhileItSetsUp(
      host,
      { draft, ports: { codeServerReleases: newReleases } },
      ({ title }) => title.startsWith('Unpacking'),
    );
    onTestFinished(() => rm(path.dirname(dataDirectory), { recursive: true }));
    expect(await run(app, ['code-server'])).toMatchObject({ type: 'done' });
    expect(mirror.requests.slice(asked).map(({ status }) => status)).toEqual([302, 200]);
    await expectToStart(newer);
    expect(await files()).toEqual(['.:', '.incoming', older, newer, 'current', 'previous', '', '.incoming:']);
  });
});
