import { expect, test } from 'vitest';
import { succeed } from '../../../../main/contract/failure.ts';
import type { EditorAddress } from '../../../../main/contract/instances.ts';
import { createEditorsModel } from '../../../../renderer/features/editor/editors-model.ts';
import { unreachable } from '../../../support/fake-core/fake-hosts.ts';

const target = { profileId: 'host', repositoryId: 'app', pid: 7 };
const address: EditorAddress = { instanceId: 'app', origin: 'http://x', entryUrl: 'http://x/1', isDirect: false };

function setUp() {
  const asked: PromiseWithResolvers<unknown>[] = [];
  const open = () => {
    const answer = Promise.withResolvers<unknown>();
    asked.push(answer);
    return answer.promise;
  };
  const editors = createEditorsModel({ instances: { open } } as never);
  return { editors, asked, state: () => editors.store.getState().tab };
}

test('an editor is asked for once, however often it is wanted', async () => {
  const { editors, asked, state } = setUp();
  const opening = editors.open('tab', target);
  await editors.open('tab', target);
  asked[0]?.resolve(succeed(address));
  await opening;
  await editors.open('tab', target);
  expect(asked).toHaveLength(1);
  expect(state()).toEqual({ phase: 'open', address, pid: 7 });
});

test('an address that comes after the tab was closed opens nothing', async () => {
  const { editors, asked, state } = setUp();
  const opening = editors.open('tab', target);
  editors.reset('tab');
  asked[0]?.resolve(succeed(address));
  await opening;
  expect(state()).toBeUndefined();
});

test('of two askings the later one counts, in whatever order they are answered', async () => {
  const { editors, asked, state } = setUp();
  const first = editors.open('tab', target);
  editors.reset('tab');
  const second = editors.open('tab', { ...target, pid: 8 });
  asked[1]?.resolve(succeed(address));
  await second;
  asked[0]?.resolve(succeed({ ...address, entryUrl: 'http://x/old' }));
  await first;
  expect(state()).toEqual({ phase: 'open', address, pid: 8 });
});

test('a failure is kept and can be tried again', async () => {
  const { editors, asked, state } = setUp();
  const failing = editors.open('tab', target);
  asked[0]?.resolve({ ok: false, failure: unreachable });
  await failing;
  expect(state()).toMatchObject({ phase: 'failed', problem: { kind: 'unreachable' } });
  void editors.open('tab', target);
  expect(state()).toEqual({ phase: 'opening' });
});
