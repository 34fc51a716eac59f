import { expect, it } from 'vitest';
import { type Result, succeed } from '../../../../main/contract/failure.ts';
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
  const find: FindHost = async () => succeed(host);
  const setup = createSetup({
    findHost: connecting ?? find,
    findKnownHost: find,
    clock: quickClock,
    version: '0.0.0',
    releases,
    cacheDirectory: '/nowhere',
    fetch: webServer(Buffer.alloc(0)).fetch,
    closing: context.signal,
  });
  return { setup, end, verbs, begun: begun.promise, tell: (step: OperationStep) => tell(step) };
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

it('is called off at once while its host does not answer', async () => {
  const { setup, verbs } = scene(() => new Promise(() => {}));
  const run = all(setup.run(asked, context));
  await new Promise((resolve) => setImmediate(resolve));
  expect(await setup.cancel({ profile: 'p' }, context)).toEqual(succeed({ isCancelled: true }));
  expect([await run, verbs]).toMatchObject([[{ failure: { kind: 'cancelled' } }], []]);
});
