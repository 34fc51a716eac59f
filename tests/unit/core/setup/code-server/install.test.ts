import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fail, succeed } from '../../../../../main/contract/failure.ts';
import type { OperationStep } from '../../../../../main/contract/operation.ts';
import type { Host } from '../../../../../main/core/host.ts';
import type { FetchFromWeb } from '../../../../../main/core/ports.ts';
import { createCodeServers, type InstallOptions } from '../../../../../main/core/setup/code-server/code-servers.ts';
import type { CodeServerFacts } from '../../../../../main/core/setup/code-server/facts.ts';
import {
  archive,
  factsOf,
  failed,
  installed,
  packed,
  quickClock,
  releases,
  sceneOf,
  version,
  webServer,
} from './scene.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'berth-install-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const never = new AbortController().signal;

async function install(
  host: Host,
  web: { readonly fetch: FetchFromWeb } = webServer(packed),
  { closing = never, ...options }: Partial<InstallOptions & { readonly closing: AbortSignal }> = {},
) {
  const steps: OperationStep[] = [];
  const codeServers = createCodeServers({
    findHost: async () => succeed(host),
    clock: quickClock,
    releases,
    cacheDirectory: path.join(directory, 'cache'),
    fetch: web.fetch,
    closing,
  });
  const outcome = await codeServers.install(host, {
    sources: [],
    signal: never,
    onStep: (step) => steps.push(step),
    ...options,
  });
  return { outcome, steps, told: steps.map(({ stage, state }) => `${stage} ${state}`) };
}

const done = succeed(installed);
const offline = failed('setup-failed', 'download', 'The server cannot reach releases.example');
const received = succeed({ bytes: packed.length });

test('A host that is online downloads by itself, and this computer nothing', async () => {
  const scene = sceneOf({ 'code-server-install --url': done });
  const web = webServer(packed);
  const { outcome } = await install(scene.host, web);
  expect(outcome).toMatchObject({
    ok: true,
    value: { pinnedVersion: '4.139.1', versions: [{ version: '4.139.1', isCurrent: true }], partialBytes: 0 },
  });
  expect([scene.asked, web.state.ranges]).toEqual([['code-server-install --url'], []]);
});

test('A host that is offline, or got another file, is told about, and is sent what this computer downloads', async () => {
  for (const why of [offline, failed('setup-failed', 'download', 'The sum of what came is wrong')]) {
    const scene = sceneOf({
      'code-server-install --url': why,
      'code-server-receive': received,
      'code-server-install --received': done,
    });
    const { outcome, steps, told } = await install(scene.host);
    expect(outcome.ok).toBe(true);
    expect(scene.asked).toEqual([
      'code-server-install --url',
      'code-server-receive 0',
      'code-server-install --received',
    ]);
    expect(scene.state.received.equals(packed)).toBe(true);
    expect(steps[0]).toMatchObject({ stage: 'download', state: 'undone', title: why.failure.message });
    const starts = ['download undone', 'download started', 'download done', 'push started', 'push done'];
    expect(told.filter((line) => !line.endsWith('progress'))).toEqual(starts);
    expect(steps.filter(({ stage, state }) => stage === 'push' && state === 'progress').at(-1)?.share).toBe(1);
    rmSync(path.join(directory, 'cache'), { recursive: true, force: true });
  }
});

test('A host without curl and wget is not asked to download', async () => {
  const scene = sceneOf(
    { 'code-server-receive': received, 'code-server-install --received': done },
    factsOf({ downloaders: [] }),
  );
  expect((await install(scene.host)).outcome.ok).toBe(true);
  expect(scene.asked).toEqual(['code-server-receive 0', 'code-server-install --received']);
});

test('With nobody online npm is tried, and then one failure names both sides and a way out', async () => {
  const web = webServer(packed);
  web.state.isDown = true;
  const byNpm = sceneOf({ 'code-server-install --url': offline, 'code-server-install --npm': done });
  expect((await install(byNpm.host, web)).outcome.ok).toBe(true);
  expect(byNpm.asked).toEqual(['code-server-install --url', 'code-server-install --npm']);

  const alone = sceneOf({ 'code-server-install --url': offline }, factsOf({ npm: null }));
  const { outcome } = await install(alone.host, web);
  const file = path.join(directory, 'cache', 'code-server-4.139.1-linux-amd64.tar.gz');
  expect(outcome).toMatchObject({
    ok: false,
    failure: {
      kind: 'setup-failed',
      stage: 'download',
      message: 'Neither the server nor this computer could download code-server 4.139.1.',
      nextStep: `Connect one of them to releases.example, or save ${archive.url} as ${file} on this computer; then try again.`,
    },
  });
  const detail = outcome.ok ? '' : outcome.failure.detail;
  expect(detail).toContain('Downloaded by the server: The server cannot reach releases.example.');
  expect(detail).toContain('ENOTFOUND');
  expect(detail).toContain('The server has no npm');
});

test.each([
  failed('disk-full', 'download', 'The disk is full'),
  failed('disk-full', 'unpack', 'The disk is full'),
  failed('setup-failed', 'check', 'It does not answer'),
  failed('busy', 'script', 'Somebody else is at it'),
  failed('cancelled', 'download', 'It was called off'),
  failed('script-failed', 'script', 'A bug'),
])('What no other source would do better ends it: %o', async (why) => {
  const scene = sceneOf({ 'code-server-install --url': why });
  expect((await install(scene.host)).outcome).toEqual(why);
  expect(scene.asked).toEqual(['code-server-install --url']);
});

test('Another file given to this computer ends it too: npm is not what it was to be compared with', async () => {
  const scene = sceneOf({ 'code-server-install --url': offline });
  const { outcome } = await install(scene.host, webServer(Buffer.alloc(packed.length)));
  expect(outcome).toMatchObject({ ok: false, failure: { kind: 'setup-failed', stage: 'check' } });
  expect(scene.asked).toEqual(['code-server-install --url']);
});

test('What is there already is used, and nothing is downloaded for it', async () => {
  const there = sceneOf({}, installed);
  expect((await install(there.host)).outcome.ok).toBe(true);
  expect(there.asked).toEqual([]);
  const unused = factsOf({ versions: [version('4.139.1'), version('4.138.0', { isCurrent: true })] });
  const scene = sceneOf({ 'code-server-use': done }, unused);
  expect((await install(scene.host)).outcome.ok).toBe(true);
  expect(scene.asked).toEqual(['code-server-use']);
});

test('A foreign one of that version is enough', async () => {
  const scene = sceneOf({}, factsOf({ foreign: { path: '/usr/bin/code-server', version: '4.139.1' } }));
  expect((await install(scene.host)).outcome.ok).toBe(true);
  expect(scene.asked).toEqual([]);
});

test('One that is installed and does not answer is brought once more', async () => {
  const why = failed('setup-failed', 'check', 'It does not answer');
  const facts = factsOf({ versions: [version('4.139.1'), version('4.138.0', { isCurrent: true })] });
  const scene = sceneOf({ 'code-server-use': why, 'code-server-install --url': done }, facts);
  const { outcome, told } = await install(scene.host);
  expect(outcome.ok).toBe(true);
  expect(scene.asked).toEqual(['code-server-use', 'code-server-install --url']);
  expect(told).toEqual(['check undone']);
  const busy = sceneOf({ 'code-server-use': failed('busy', 'switch', 'Somebody else is at it') }, facts);
  expect((await install(busy.host)).outcome.ok).toBe(false);
  expect(busy.asked).toEqual(['code-server-use']);
});

test.each<[string, Partial<CodeServerFacts>, readonly string[]]>([
  ['musl 1.2.4', { libc: 'musl 1.2.4' }, []],
  ['riscv64', { architecture: 'riscv64', npm: null }, []],
  ['riscv64 with npm', { architecture: 'riscv64' }, ['code-server-install --npm']],
])('On %s nothing is tried that cannot work', async (_name, facts, asked) => {
  const scene = sceneOf({ 'code-server-install --npm': done }, factsOf(facts));
  const { outcome } = await install(scene.host);
  expect(scene.asked).toEqual(asked);
  if (asked.length === 0) expect(outcome).toMatchObject({ ok: false, failure: { kind: 'host-unsupported' } });
  else expect(outcome.ok).toBe(true);
});

test('A transfer goes on where the host has it: after a lost link, a busy host, and a short answer', async () => {
  const sha256 = archive.sha256;
  const has = (bytes: number) => {
    scene.state.facts = factsOf({ partials: [{ sha256, bytes }] });
  };
  const scene = sceneOf(
    {
      'code-server-install --received': done,
      'code-server-receive': [
        () => {
          has(30_000);
          return fail('link-lost', 'session', 'The link was lost.', 'Wait.');
        },
        failed('busy', 'push', 'Another transfer holds it'),
        () => {
          has(60_000);
          return succeed({ bytes: 60_000 });
        },
        received,
      ],
    },
    factsOf({ downloaders: [], partials: [{ sha256, bytes: 10_000 }] }),
  );
  scene.state.received = packed.subarray(0, 10_000);
  expect((await install(scene.host)).outcome.ok).toBe(true);
  expect(scene.asked).toEqual([
    'code-server-receive 10000',
    'code-server-receive 30000',
    'code-server-receive 30000',
    'code-server-receive 60000',
    'code-server-install --received',
  ]);
  expect(scene.state.received.equals(packed)).toBe(true);
  // A slow disk adds up for longer than a short call may take, and would never be sent anything.
  expect(scene.state.lookLimitsMs).toEqual(Array(5).fill(60_000));
});

test('An archive that is gone when it is to be sent once more is a failure that can be read', async () => {
  const file = path.join(directory, 'cache', 'code-server-4.139.1-linux-amd64.tar.gz');
  const remove = () => {
    rmSync(file);
    return fail('link-lost', 'session', 'The link was lost.', 'Wait.');
  };
  const scene = sceneOf({ 'code-server-receive': remove }, factsOf({ downloaders: [] }));
  const { outcome } = await install(scene.host);
  expect(outcome).toMatchObject({ ok: false, failure: { kind: 'setup-failed', stage: 'push' } });
  expect(outcome.ok ? '' : outcome.failure.message).toBe(`This computer cannot read ${file} any more.`);
});

test('A transfer that is complete is not sent again, and one that never moves is given up', async () => {
  const all = factsOf({ downloaders: [], npm: null, partials: [{ sha256: archive.sha256, bytes: packed.length }] });
  const complete = sceneOf({ 'code-server-install --received': done }, all);
  expect((await install(complete.host)).outcome.ok).toBe(true);
  expect(complete.asked).toEqual(['code-server-install --received']);
  const stuck = sceneOf({ 'code-server-receive': succeed({ bytes: 0 }) }, factsOf({ downloaders: [] }));
  expect((await install(stuck.host)).outcome).toMatchObject({ ok: false, failure: { stage: 'push' } });
  expect(stuck.asked).toHaveLength(10);
});

test('An abort answers `cancelled`: before anything, while this computer downloads, and while it sends', async () => {
  const cancelled = { ok: false, failure: { kind: 'cancelled' } };
  const early = new AbortController();
  early.abort();
  const none = sceneOf({});
  expect((await install(none.host, webServer(packed), { signal: early.signal })).outcome).toMatchObject(cancelled);
  expect(none.asked).toEqual([]);
  for (const moment of ['download progress', 'push started']) {
    const abort = new AbortController();
    const scene = sceneOf({ 'code-server-receive': received }, factsOf({ downloaders: [] }));
    const { outcome } = await install(scene.host, webServer(packed), {
      signal: abort.signal,
      onStep: ({ stage, state }) => {
        if (`${stage} ${state}` === moment) abort.abort();
      },
    });
    expect(outcome).toMatchObject(cancelled);
    expect(scene.asked.some((line) => line.startsWith('code-server-install'))).toBe(false);
  }
});

test('The end of this process ends what it downloads, but not what the host does by itself', async () => {
  const closing = new AbortController();
  const asked: AbortSignal[] = [];
  const fetch: FetchFromWeb = (_url, { signal }) => {
    asked.push(signal);
    setImmediate(() => closing.abort());
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  };
  const scene = sceneOf({}, factsOf({ downloaders: [] }));
  const { outcome } = await install(scene.host, { fetch }, { closing: closing.signal });
  expect(outcome).toMatchObject({ ok: false, failure: { kind: 'cancelled' } });
  expect(asked.map(({ aborted }) => aborted)).toEqual([true]);
  const byItself = sceneOf({ 'code-server-install --url': done });
  expect((await install(byItself.host, { fetch }, { closing: closing.signal })).outcome.ok).toBe(true);
});

test('The versions are told newest first, whatever the host calls its files', async () => {
  const versions = ['4.99.4', '4.139.1', '4.9.0'].map((text) => version(text));
  const { host } = sceneOf({}, factsOf({ versions, foreign: { path: '/opt/\u001b[31mx', version: '4\u202e.1' } }));
  const codeServers = createCodeServers({
    findHost: async () => succeed(host),
    clock: quickClock,
    releases,
    cacheDirectory: directory,
    fetch: webServer(packed).fetch,
    closing: never,
  });
  const answer = await codeServers.handlers.codeServers({ profile: 'p' }, { signal: new AbortController().signal });
  expect(answer).toMatchObject({ ok: true, value: { foreign: { path: '/opt/x', version: '4 .1' } } });
  expect(answer.ok && answer.value.versions.map((one) => one.version)).toEqual(['4.139.1', '4.99.4', '4.9.0']);
});
