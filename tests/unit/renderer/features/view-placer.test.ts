import { expect, test } from 'vitest';
import { fail, succeed } from '../../../../main/contract/failure.ts';
import { createViewPlacer } from '../../../../renderer/features/editor/view-placer.ts';

/** A view that is resized is sent where it belongs at last, not everywhere it was on the way. */

const at = (x: number, isVisible = true) => ({
  bounds: { x, y: 0, width: 10, height: 10 },
  isVisible,
  isCovered: false,
});

function setUp() {
  const sent: number[] = [];
  const answers: PromiseWithResolvers<unknown>[] = [];
  const place = ({ bounds }: { bounds: { x: number } }) => {
    sent.push(bounds.x);
    const answer = Promise.withResolvers<unknown>();
    answers.push(answer);
    return answer.promise;
  };
  const placer = createViewPlacer({ place } as never, 'tab');
  const settle = async (index: number, result: unknown = succeed({})) => {
    answers[index]?.resolve(result);
    for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
  };
  return { placer, sent, settle };
}

test('while one place is on its way only the last of those that follow is sent', async () => {
  const { placer, sent, settle } = setUp();
  const done = placer.place(at(1));
  await Promise.resolve();
  for (const x of [2, 3, 4]) void placer.place(at(x));
  expect(sent).toEqual([1]);
  await settle(0);
  expect(sent).toEqual([1, 4]);
  await settle(1);
  await done;
  // Where it is already, it is not sent again; afterwards it goes on.
  await placer.place(at(4));
  void placer.place(at(5));
  await Promise.resolve();
  expect(sent).toEqual([1, 4, 5]);
});

test('a place that was refused is told and sent again when it is asked for again', async () => {
  const { placer, sent, settle } = setUp();
  const { failure } = fail('unavailable', 'gate', 'There is no view.', 'Open it again.');
  const refused = placer.place(at(1));
  await settle(-1);
  await settle(0, { ok: false, failure });
  expect(await refused).toEqual(failure);
  const taken = placer.place(at(1));
  await settle(-1);
  await settle(1);
  expect(await taken).toBeNull();
  expect(sent).toEqual([1, 1]);
});
