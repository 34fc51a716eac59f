import { type Check, outcomeOf } from './check-kind.ts';
import { listFiles, listScripts, readFiles, type SourceFile } from './source-files.ts';

/** More lines than this and a file does more than one thing. */
export const maxLines = 400;

const isMeasured = (path: string) =>
  /\.(tsx?|css)$/.test(path) && /^(main|renderer|build|tests)\//.test(path) && !path.endsWith('.d.ts');

const lineCount = (text: string) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

const at = (sorted: readonly number[], share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

const figures = (lengths: readonly number[]) => {
  const sorted = [...lengths].sort((a, b) => a - b);
  return `${String(at(sorted, 0.5))}/${String(at(sorted, 0.9))}/${String(at(sorted, 1))}`;
};

/** Refuses files that are too long, and tells median, 90th percentile and maximum of product and tests. */
export function measureLengths(files: readonly SourceFile[]) {
  const measured = files.map(({ path, text }) => ({ path, lines: lineCount(text) }));
  const problems = measured
    .filter(({ lines }) => lines > maxLines)
    .map(({ path, lines }) => `${path} has ${String(lines)} lines; at most ${String(maxLines)} are allowed`);
  const linesOf = (isTest: boolean) =>
    measured.filter(({ path }) => path.startsWith('tests/') === isTest).map(({ lines }) => lines);
  const remark = `median/p90/max lines: product ${figures(linesOf(false))}, tests ${figures(linesOf(true))}`;
  return outcomeOf(measured.length, problems, remark);
}

export const fileLengths: Check = {
  name: 'file lengths',
  things: 'files',
  run: async () =>
    measureLengths([...(await readFiles((await listFiles()).filter(isMeasured))), ...(await listScripts())]),
};
