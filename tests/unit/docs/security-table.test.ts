import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** Rows of all tables of a page, without their heads, by cells. */
const rowsOf = (page: string) =>
  read(page)
    .split('\n')
    .filter((line, index, lines) => line.startsWith('| ') && lines[index + 1]?.startsWith('|-') !== true)
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()));

const points = new Set(rowsOf('docs/RELEASE.md').map(([name = '']) => name));
const rows = rowsOf('docs/SECURITY.md').map(
  (cells) => [cells[0] ?? '', (cells[2] ?? '').split('<br>'), cells.length] as const,
);

/** What is wrong with what a row says shows it; null when it is there. */
function problemOf(shown: string): string | null {
  if (/^R\d+$/.test(shown)) return points.has(shown) ? null : `${shown} is no point of docs/RELEASE.md`;
  const [, file = '', title = ''] = /^`([^`]+)`: (.+)$/.exec(shown) ?? [];
  if (title === '') return `“${shown}” names no test`;
  const source = read(file);
  return source.includes(title) ? null : `${file} has no test “${title}”`;
}

describe('the security table', () => {
  it('has all that is to be held against, and the release checklist its points', () => {
    expect(rows.length).toBeGreaterThanOrEqual(45);
    expect(points.size).toBeGreaterThanOrEqual(15);
  });

  it.each(rows)('%s', (_what, shown, cellCount) => {
    expect(cellCount).toBe(3);
    expect(shown.map(problemOf).filter((problem) => problem !== null)).toEqual([]);
    // A point of the checklist alone is no test.
    expect(shown.some((one) => one.startsWith('`tests/'))).toBe(true);
  });
});
