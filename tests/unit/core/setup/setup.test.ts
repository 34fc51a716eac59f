import { expect, it } from 'vitest';
import { fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import type { OperationStep } from '../../../../main/contract/operation.ts';
import type { FindHost } from '../../../../main/core/host.ts';
import { createSetup } from '../../../../main/core/setup/setup.ts';
import { installed, quickClock, releases, sceneOf, webServer } from './code-server/scene.ts';

const context = { signal: new AbortController().signal };
const asked = { profile: 'p', steps: ['code-server'], sources: [] };
const packages = { elevation: 'root', manager: 'apt', packages: [], downloadBytes: 0, diskBytes: 0 };

function scene(connecting?: FindHost) {
  const end = Promise.withResolvers<Result<unknown>>();
  const { host, asked: verbs } = sceneOf({
    'packages-plan': succeed(packages),
    'code-server-install': () => end.promise,
  });
  let tell: (step: OperationStep) => void = () => {};
  const begun = Promise.withResolvers<void>();
  const { operate } = host.remote;
  host.remote.operate = (verb, args, schema, options) => {
    tell = options?.onStep ?? tell;
    begun.resolve();
    return operate(verb, args, schema, options);
  };
  const setup = makeSetup(async () => succeed(host), connecting);
  return { setup, end, verbs, begun: begun.promise, tell: (step: OperationStep) => tell(step) };
}

function makeSetup(findKnownHost: FindHost, findHost = findKnownHost) {
  return createSetup({
    findHost,
    findKnownHost,
    clock: quickClock,
    version: '0.0.0',
    releases,
    cacheDirectory: '/nowhere',
    fetch: webServer(Buffer.alloc(0)).fetch,
    closing: context.signal,
  });
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of items) taken.push(item);
  return taken;
}

it('is followed from its beginning on, whoever began it and whoever left', async () => {
  const { setup, end, begun, tell } = scene();
  expect(await all(setup.follow({ profile: 'p' }, context))).toEqual([]);
  const first = all(setup.run(asked, context));
  await begun;
  const step = { stage: 'download', state: 'started', title: 'Downloading', atMs: 0 } as const;
  tell(step);
  expect(await all(setup.run(asked, context))).toMatchObject([{ failure: { kind: 'busy' } }]);
  const late = all(setup.follow({ profile: 'p' }, context));
  const leaver = setup.follow({ profile: 'p' }, context)[Symbol.asyncIterator]();
  expect(await leaver.next()).toMatchObject({ value: { type: 'asked', steps: ['code-server'] } });
  await leaver.return?.();
  end.resolve(succeed(installed));
  const told = await first;
  expect(told).toMatchObject([
    { type: 'step', step },
    { type: 'done', value: { notDone: [] } },
  ]);
  expect(await late).toEqual([{ type: 'asked', steps: ['code-server'], sources: [], startedAtMs: 0 }, ...told]);
  expect(await all(setup.follow({ profile: 'p' }, context))).toEqual([]);
});

it('is told once to who comes back when it ended while nobody was there', async () => {
  const { setup, end, begun } = scene();
  const reload = new AbortController();
  void all(setup.run(asked, { signal: reload.signal }));
  await begun;
  reload.abort();
  end.resolve(fail('disk-full', 'unpack', 'The disk is full.', 'Free some space.'));
  await new Promise((resolve) => setImmediate(resolve));
  const told = await all(setup.follow({ profile: 'p' }, context));
  expect(told).toMatchObject([{ type: 'asked' }, { type: 'failed', failure: { kind: 'disk-full' } }]);
  expect(await all(setup.follow({ profile: 'p' }, context))).toEqual([]);
});

it('goes on when the link is lost exactly between two steps, and while the host is looked at in the end', async () => {
  const lost = fail('link-lost', 'session', 'The link was lost before it began.', 'Try again.');
  const plans: Result<unknown>[] = [succeed(packages), lost, succeed(packages)];
  const { host, asked: verbs } = sceneOf({
    'packages-plan': () => plans.shift() ?? succeed(packages),
    'code-server-install': [lost, succeed(installed)],
  });
  let isUp = false;
  const { status } = host.link;
  host.link.status = () => ({ ...status(), state: isUp ? 'connected' : 'reconnecting' });
  host.link.whenConnected = async () => {
    isUp = true;
    return succeed(status());
  };
  const setup = makeSetup(async () => succeed(host));
  const told = await all(setup.run(asked, context));
  expect(told.map((item) => (item.type === 'step' ? `${item.step.title} ${item.step.state}` : item.type))).toEqual([
    'Waiting for the link started',
    'Waiting for the link done',
    'done',
  ]);
  expect(verbs).toEqual(['code-server-install --url', 'code-server-install --url']);
  expect(plans).toEqual([]);
});

it('is called off at once while its host does not answer', async () => {
  const { setup, verbs } = scene(() => new Promise(() => {}));
  const run = all(setup.run(asked, context));
  await new Promise((resolve) => setImmediate(resolve));
  expect(await setup.cancel({ profile: 'p' }, context)).toEqual(succeed({ isCancelled: true }));
  expect([await run, verbs]).toMatchObject([[{ failure: { kind: 'cancelled' } }], []]);
});
