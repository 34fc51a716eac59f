import { expect, test } from 'vitest';
import { createCleanupModel } from '../../../../renderer/features/cleanup/cleanup-model.ts';
import { createFakeCore } from '../../../support/fakes/fake-core.ts';

async function model() {
  const core = createFakeCore();
  await core.handlers.hosts.connect({ profile: 'frankfurt-1' }, { signal: new AbortController().signal });
  const signal = new AbortController().signal;
  const client = {
    cleanup: {
      preview: (input: never) => core.handlers.cleanup.preview(input, { signal }),
      run: (input: never) => core.handlers.cleanup.run(input, { signal }),
    },
  };
  return { core, cleanup: createCleanupModel(client as never) };
}

test('what is listed is what goes, step by step, and the report says so', async () => {
  const { cleanup } = await model();
  const phases: string[] = [];
  cleanup.store.subscribe(({ phase }) => phases.push(phase));
  await cleanup.preview('frankfurt-1', 'leftovers');
  expect(cleanup.store.getState()).toMatchObject({ phase: 'listed', items: { length: 4 } });
  await cleanup.run();
  expect(cleanup.store.getState()).toMatchObject({ phase: 'done', removed: { length: 4 }, remaining: [] });
  expect(new Set(phases)).toEqual(new Set(['listing', 'listed', 'running', 'done']));
});

test('nothing runs that was not listed before', async () => {
  const { core, cleanup } = await model();
  await cleanup.run();
  expect(cleanup.store.getState().phase).toBe('closed');
  expect(core.host('frankfurt-1').leftovers).toHaveLength(4);
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

test('a host without a link gives a failure with a next step', async () => {
  const { core, cleanup } = await model();
  core.setStatus('frankfurt-1', { state: 'reconnecting' });
  await cleanup.preview('frankfurt-1', 'leftovers');
  expect(cleanup.store.getState()).toMatchObject({ phase: 'failed', problem: { kind: 'link-lost' } });
});
