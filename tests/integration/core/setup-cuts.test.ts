import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { OperationStep } from '../../../main/contract/operation.ts';
import type { CodeServerSource } from '../../../main/contract/setup.ts';
import type { CodeServerReleases } from '../../../main/core/ports.ts';
import { startTestCore, succeedWith, type TestCore, type TestCoreOptions } from '../../support/app/test-core.ts';
import { expectNoLeftovers } from '../../support/sandbox/audit/audit.ts';
import { type LinkProxy, startLinkProxy } from '../../support/sandbox/link-proxy/link-proxy.ts';
import { type Mirror, startMirror } from '../../support/sandbox/mirror/start-mirror.ts';
import { describeSkip } from '../../support/sandbox/probe.ts';
import type { SandboxHost } from '../../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../../support/sandbox/start-sandbox.ts';
import { type Editor, editors } from './support/editors.ts';
import { berthHome, inside } from './support/inside.ts';
import { killWhileItSetsUp } from './support/killed-app.ts';
import { profile } from './support/stage.ts';
import { healAtOnce } from './support/unsteady.ts';

/** Setups that are cut off: by the link, by the end of the app, by a full disk, by an archive that was spoilt. */

const repository = 'harbor-api';
/** Its editor runs all the while. */
const atWork = 'tide-charts';
const user = 'dev';
const [older, newer] = ['4.139.1', '4.139.2'];
const draft = { user, repositoryRoots: ['/home/dev/code'] };
let host: SandboxHost;
let mirror: Mirror;
let proxy: LinkProxy;
let newReleases: CodeServerReleases;
let app: TestCore;
let before: { readonly editor: Editor; readonly older: string };

const asDev = (command: string) => inside(host, command, user);
/** All of code-server that is there, links with where they lead to. */
const files = async () =>
  (
    await asDev(
      `cd ${berthHome}/code-server; find . -mindepth 1 -maxdepth 1 -printf '%P>%l\\n' | LC_ALL=C sort; ls -A .incoming`,
    )
  ).split('\n');
/** A sum over names, sizes, modes, times and targets of the older version's files. */
const olderFiles = () =>
  asDev(`cd ${berthHome}/code-server/${older}; find . -printf '%p %y %m %s %T@ %l\\n' | sort | sha256sum`);
const coreWith = (codeServerReleases: CodeServerReleases, options: TestCoreOptions = {}) =>
  startTestCore(host, {
    draft,
    ssh: { host: '127.0.0.1', port: proxy.port },
    ...options,
    ports: { codeServerReleases, ...options.ports },
  });

async function run(
  core: TestCore,
  steps: string[],
  onStep: (step: OperationStep) => void = () => {},
  more: { readonly profile?: string; readonly sources?: CodeServerSource[] } = {},
) {
  for await (const item of core.client.setup.run({ profile, steps, ...more })) {
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

const fillDisk = 'head -c 2G /dev/zero >>~/filler 2>/dev/null || :';
const loseLink = () => proxy.resetAfterBytes(1);
/** Waits, on the host itself because it may be for a moment only, until the installation has come so far that this is there. */
const untilThere = (place: string) =>
  asDev(`cd ${berthHome}/code-server; end=$((SECONDS + 60))
    until compgen -G '${place}' >/dev/null; do ((SECONDS < end)); read -rt 0.02 <> <(:) || :; done`);
const isUnpacking = '.unpacking-*/tree/lib/vscode';
const isOnTrial = '.unpacking-*/trial';

/** What starts is of this version and answers, and what ran before runs on as if nothing had been. */
async function expectToStart(version: string) {
  await succeedWith(app.client.instances.start({ profile, repository }));
  const started = { repository, runs: version, says: version, health: '200' };
  expect(await editors(host, user)).toEqual([expect.objectContaining(started), before.editor]);
  expect(await olderFiles()).toBe(before.older);
  await succeedWith(app.client.instances.stop({ profile, repository }));
}

const skip = await describeSkip('bareBox');
if (skip !== null) console.warn(skip);

describe.skipIf(skip !== null)('a setup that is cut off', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    host = await startSandbox({
      kind: 'box',
      base: 'bare',
      hasSudo: true,
      homeBytes: 1_000_000_000,
      repositories: [repository, atWork],
    });
    [mirror, proxy] = await Promise.all([startMirror(host), startLinkProxy(host.ssh)]);
    newReleases = await mirror.releases({ parts: 'slim', version: newer });
    const first = await coreWith(await mirror.releases({ parts: 'slim' }));
    expect(await run(first, ['code-server'])).toMatchObject({ type: 'done' });
    await first.close();
    app = await coreWith(newReleases);
    await succeedWith(app.client.instances.start({ profile, repository: atWork }));
    const [editor, ...others] = await editors(host, user);
    if (editor === undefined) throw new Error('no editor runs');
    expect([editor, others]).toMatchObject([{ runs: older, says: older, health: '200' }, []]);
    before = { editor, older: await olderFiles() };
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

  it('packages go on without the app that asked for them, and the next one waits for their end', async () => {
    const options = { draft, ports: { codeServerReleases: newReleases } };
    const isTime = ({ title }: OperationStep) => title.startsWith('Unpacking git');
    const dataDirectory = await killWhileItSetsUp(host, options, isTime, 'package:git');
    onTestFinished(() => rm(path.dirname(dataDirectory), { recursive: true }));
    expect(await run(app, ['package:git'])).toMatchObject({ type: 'done' });
    expect(await inside(host, 'dpkg --audit; git --version')).toMatch(/^git version [\d.]+$/);
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
    await asDev(fillDisk);
    expect(await running).toMatchObject({ type: 'failed', failure: { kind: 'disk-full', stage: 'unpack' } });
    expect([isCut, healer.lostCount()]).toEqual([true, 1]);
    healer.end();
    await asDev('rm ~/filler');
    await expectToStart(older);
    expect(await files()).toEqual(['.incoming>', `${older}>`, `current>${older}`, `${archive().sha256}.part`]);
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
    expect(await editors(host, user)).toEqual([before.editor]);

    // Slow enough to be met half-way.
    proxy.setBytesPerSecond(20_000_000);
    const filling: Promise<unknown>[] = [];
    const fill = ({ stage, state }: OperationStep) => {
      if (stage === 'push' && state === 'progress' && filling.length === 0) filling.push(asDev(fillDisk));
    };
    const full = await run(app, ['code-server'], fill, { sources: ['push'] });
    expect(full).toMatchObject({ type: 'failed', failure: { kind: 'disk-full', stage: 'push' } });
    await Promise.all(filling);
    proxy.setBytesPerSecond(null);
    await asDev('rm ~/filler');
    await expectToStart(older);

    const second = await coreWith(newReleases, { draft: { ...draft, name: 'again' }, ports: { dataDirectory } });
    onTestFinished(() => second.close());
    const healer = healAtOnce(second);
    const asked = mirror.requests.length;
    const told: OperationStep[] = [];
    const running = run(second, ['code-server'], (step) => told.push(step), { profile: 'again' });
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
    expect(await files()).toEqual(['.incoming>', `${older}>`, `${newer}>`, `current>${newer}`, `previous>${older}`]);
  });
});
