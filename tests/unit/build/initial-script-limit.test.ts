import { randomBytes } from 'node:crypto';
import type { Rolldown } from 'vite';
import { expect, test } from 'vitest';
import { initialScriptLimitBytes, tooMuchAtFirst } from '../../../build/vite/initial-script-limit.ts';

/** Random text, of which gzip leaves a little more than half. */
const script = (sizeBytes: number) =>
  randomBytes(sizeBytes / 2)
    .toString('hex')
    .slice(0, sizeBytes);

const chunk = (fileName: string, part: Partial<Rolldown.OutputChunk>) =>
  ({
    type: 'chunk',
    fileName,
    isEntry: false,
    imports: [],
    moduleIds: [],
    code: '',
    ...part,
  }) as unknown as Rolldown.OutputChunk;

test('what the entry names to be loaded with it counts, once; what is loaded later does not', () => {
  const large = script(initialScriptLimitBytes);
  const entry = chunk('main.js', { isEntry: true, imports: ['shared.js', 'other.js'], code: large });
  const shared = chunk('shared.js', { imports: ['other.js', 'main.js'], code: script(1000) });
  const late = chunk('late.js', { imports: ['main.js'], code: script(3 * initialScriptLimitBytes) });
  const other = (sizeBytes: number) => chunk('other.js', { code: script(sizeBytes) });
  expect(tooMuchAtFirst([entry, shared, other(1000), late])).toBeNull();
  expect(tooMuchAtFirst([entry, shared, other(initialScriptLimitBytes), late])).toMatch(
    /begins with \d{6} bytes .* 350000 are allowed/,
  );
});

test('libraries that only some parts need may not be among it', () => {
  const chart = chunk('chart.js', { moduleIds: ['/x/node_modules/uplot/dist/uPlot.esm.js'] });
  const entry = (imports: string[]) => chunk('main.js', { isEntry: true, imports });
  expect(tooMuchAtFirst([entry([]), chart])).toBeNull();
  expect(tooMuchAtFirst([entry(['chart.js']), chart])).toMatch(/begins with uplot/);
});

test('a build without an entry is no page', () => {
  expect(tooMuchAtFirst([chunk('late.js', {})])).toBe('The page has no entry.');
});
