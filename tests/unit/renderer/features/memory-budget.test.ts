import { expect, test } from 'vitest';
import { memoryBudget } from '../../../../renderer/features/stats/memory-budget.ts';

const mebi = 1024 ** 2;
const host = (totalMebi: number, freeMebi: number, instances: readonly (readonly [string, number])[]) => ({
  memory: { totalBytes: totalMebi * mebi, availableBytes: freeMebi * mebi, swapTotalBytes: 0, swapFreeBytes: 0 },
  estimates: { startedBytes: 100 * mebi, openBytes: 440 * mebi, busyBytes: 880 * mebi, sampleCount: 0 },
  instances: instances.map(([id, size]) => ({ id, memoryBytes: size * mebi, processCount: 1 })),
});
const nameOf = (id: string) => id.toUpperCase();
const total = (shares: readonly { readonly share: number }[]) => shares.reduce((sum, { share }) => sum + share, 0);

test('the pieces are system, instances by size, free; and they fill the bar', () => {
  const { pieces } = memoryBudget(
    host(4000, 1000, [
      ['small', 500],
      ['large', 1500],
    ]),
    nameOf,
    12,
  );
  expect(pieces.map(({ label, bytes }) => [label, bytes / mebi])).toEqual([
    ['system', 1000],
    ['LARGE', 1500],
    ['SMALL', 500],
    ['free', 1000],
  ]);
  expect(total(pieces)).toBeCloseTo(1);
});

test('instances that look larger than all that is used leave nothing to the system and do not burst the bar', () => {
  const { pieces } = memoryBudget(
    host(1000, 400, [
      ['a', 600],
      ['b', 600],
    ]),
    nameOf,
    12,
  );
  expect(pieces[0]).toMatchObject({ id: 'system', bytes: 0 });
  expect(total(pieces)).toBeCloseTo(1);
});

test('an instance keeps its colour when another one grows past it', () => {
  const colours = (sizes: [number, number]) =>
    new Map(
      memoryBudget(
        host(4000, 1000, [
          ['a', sizes[0]],
          ['b', sizes[1]],
        ]),
        nameOf,
        12,
      ).pieces.map((p) => [p.id, p.colour]),
    );
  expect(colours([100, 200])).toEqual(colours([300, 200]));
});

test('room for editors keeps the reserve below which a start is refused', () => {
  expect(memoryBudget(host(4000, 200 + 440 * 2, []), nameOf, 12).roomForEditors).toBe(2);
  expect(memoryBudget(host(4000, 200 + 440 * 2 - 1, []), nameOf, 12).roomForEditors).toBe(1);
  expect(memoryBudget(host(4000, 100, []), nameOf, 12).roomForEditors).toBe(0);
  expect(memoryBudget(host(16_000, 800 + 440, []), nameOf, 12).roomForEditors).toBe(1);
  expect(memoryBudget(host(16_000, 800 + 439, []), nameOf, 12).roomForEditors).toBe(0);
});

test('what the host learned of its editors decides how many more fit', () => {
  const roomy = host(4000, 200 + 880, []);
  const learned = { ...roomy, estimates: { ...roomy.estimates, openBytes: 880 * mebi } };
  expect([roomy, learned].map((stats) => memoryBudget(stats, nameOf, 12).roomForEditors)).toEqual([2, 1]);
});

test('a free port is needed as well as memory', () => {
  expect(memoryBudget(host(40_000, 30_000, []), nameOf, 3).roomForEditors).toBe(3);
  expect(memoryBudget(host(40_000, 30_000, []), nameOf, -1).roomForEditors).toBe(0);
});

test('a host that tells no total gives a bar without width instead of NaN', () => {
  expect(memoryBudget(host(0, 0, []), nameOf, 12).pieces.every(({ share }) => share === 0)).toBe(true);
});
