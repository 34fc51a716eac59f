import { expect, test } from 'vitest';
import { createCleanupModel } from '../../../../renderer/features/cleanup/cleanup-model.ts';
import { endSentence } from '../../../../renderer/features/cleanup/end-sentence.ts';
import { cleanupItemOf } from '../../../support/fake-core/fake-cleanup.ts';
import { createFakeCore } from '../../../support/fake-core/fake-core.ts';

async function model() {
  const core = createFakeCore();
  await core.handlers.hosts.connect(
    { profile: 'frankfurt-1', isKept: false },
    { signal: new AbortController().signal },
  );
  const signal = new AbortController().signal;
  const client = {
    cleanup: {
      preview: (input: never) => core.handlers.cleanup.preview(input, { signal }),
      run: (input: never) => core.handlers.cleanup.run(input, { signal }),
    },
  };
  const ends: string[] = [];
  const cleanup = createCleanupModel(client as never, (id, answer) => ends.push(`${id}: ${endSentence(answer)}`));
  return { core, host: core.host('frankfurt-1'), cleanup, ends };
}

test('what is listed is what goes, step by step, and the report says so; what is not Berth’s stays', async () => {
  const { host, cleanup } = await model();
  const phases: string[] = [];
  cleanup.store.subscribe(({ phase }) => phases.push(phase));
  await cleanup.preview('frankfurt-1', 'leftovers');
  expect(cleanup.store.getState()).toMatchObject({ phase: 'listed', preview: { items: { length: 5 } }, changes: null });
  await cleanup.run();
  expect(cleanup.store.getState()).toMatchObject({ phase: 'done', report: { removed: { length: 4 }, remaining: [] } });
  expect(new Set(phases)).toEqual(new Set(['listing', 'listed', 'running', 'done']));
  expect(host.foreignItems).toHaveLength(1);
});

test('a ticked item goes too, and an unticked one stays again', async () => {
  const { host, cleanup } = await model();
  const key = host.foreignItems[0]?.key ?? '';
  await cleanup.preview('frankfurt-1', 'leftovers');
  cleanup.tick(key, true);
  cleanup.tick(key, false);
  cleanup.tick(key, true);
  await cleanup.run();
  expect(cleanup.store.getState()).toMatchObject({ phase: 'done', report: { removed: { length: 5 } } });
  expect(host.foreignItems).toEqual([]);
});

test('another list than the one agreed to is shown with what changed, ticks are kept, and nothing is removed', async () => {
  const { host, cleanup } = await model();
  const key = host.foreignItems[0]?.key ?? '';
  await cleanup.preview('frankfurt-1', 'leftovers');
  cleanup.tick(key, true);
  const [gone, ...rest] = host.leftovers;
  const added = cleanupItemOf('socket', '/run/late.sock', 'nobody answers on it');
  host.leftovers = [...rest, added];
  await cleanup.run();
  expect(cleanup.store.getState()).toMatchObject({
    phase: 'listed',
    ticked: new Set([key]),
    changes: { addedKeys: new Set([added.key]), gone: [gone] },
  });
  expect(host.leftovers).toHaveLength(4);
  await cleanup.run();
  expect(cleanup.store.getState()).toMatchObject({ phase: 'done', report: { removed: { length: 5 } } });
});

test('nothing runs that was not listed before', async () => {
  const { host, cleanup } = await model();
  await cleanup.run();
  expect(cleanup.store.getState().phase).toBe('closed');
  expect(host.leftovers).toHaveLength(4);
});

test('an answer that comes after the dialog was closed opens nothing', async () => {
  const { cleanup } = await model();
  const listing = cleanup.preview('frankfurt-1', 'leftovers');
  cleanup.close();
  await listing;
  expect(cleanup.store.getState().phase).toBe('closed');
});

test('of two listings the last one asked for is shown', async () => {
  const { cleanup } = await model();
  await Promise.all([cleanup.preview('frankfurt-1', 'leftovers'), cleanup.preview('frankfurt-1', 'everything')]);
  expect(cleanup.store.getState()).toMatchObject({ phase: 'listed', level: 'everything' });
});

test('how a cleanup ended whose dialog was closed is told, and only then', async () => {
  const { cleanup, ends } = await model();
  await cleanup.preview('frankfurt-1', 'leftovers');
  const running = cleanup.run();
  cleanup.close();
  await running;
  expect(cleanup.store.getState().phase).toBe('closed');
  expect(ends).toEqual([expect.stringMatching(/^frankfurt-1: the cleanup is done: 4 items removed/)]);
  await cleanup.preview('frankfurt-1', 'leftovers');
  await cleanup.run();
  expect(ends).toHaveLength(1);
});

test('a list that changed after the dialog was closed is said, too, and opens nothing', async () => {
  const { host, cleanup, ends } = await model();
  await cleanup.preview('frankfurt-1', 'leftovers');
  host.leftovers = host.leftovers.slice(1);
  const running = cleanup.run();
  cleanup.close();
  await running;
  expect(cleanup.store.getState().phase).toBe('closed');
  expect(ends).toEqual([expect.stringContaining('ended early')]);
});

test('a host without a link gives a failure with a next step', async () => {
  const { core, cleanup } = await model();
  core.setStatus('frankfurt-1', { state: 'reconnecting' });
  await cleanup.preview('frankfurt-1', 'leftovers');
  expect(cleanup.store.getState()).toMatchObject({ phase: 'failed', problem: { kind: 'link-lost' } });
});
