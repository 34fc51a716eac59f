import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Words that people read: one for one thing. */

const files = ['main', 'renderer'].flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`));
const isComment = (line: string) => /^\s*(?:\/\/|\/?\*|\{\/\*)/.test(line);
/** Lines of the code without those that only programmers read, and without what is put into a text. */
const lines = files.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !isComment(line) && !line.includes('logger.'))
    .map((line) => ({ file, line: line.replace(/\$\{[^}]*\}/g, '…') })),
);
const saying = (word: RegExp, isOfInterest: (file: string) => boolean = () => true) =>
  lines.filter(({ file, line }) => isOfInterest(file) && word.test(line)).map(({ file, line }) => `${file}: ${line}`);

test('the machine before which somebody sits is "this computer"', () => {
  expect(files.length).toBeGreaterThan(300);
  expect(saying(/\b(?:this|your) machine\b|\bthe machine (?:woke|slept)/i)).toEqual([]);
});

test('a button that does the same once more says "Try again"', () => {
  expect(saying(/\bRetry\b(?!-After)/, (file) => file.startsWith('renderer/'))).toEqual([]);
});

test('a sentence calls a server a server; "profile" is a word of the command line', () => {
  const sentence = /(['`])[^'`]*(?<![./~])\bprofiles?\b(?!-)[^'`]*[.]\1/i;
  const isShown = (file: string) => !file.startsWith('main/contract/') && !file.startsWith('main/cli/');
  expect(saying(sentence, isShown).filter((line) => /['`][^'`]* [^'`]*['`]/.test(line))).toEqual([]);
});

test('what a host says of itself calls it a server, too', () => {
  const scripts = globSync('remote-scripts/{lib/*,commands}/*');
  const sentences = scripts.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => !/^\s*#/.test(line) && /\b(?:this|the|an?) host\b/i.test(line))
      .map((line) => `${file}: ${line}`),
  );
  expect(scripts.length).toBeGreaterThan(100);
  expect(sentences).toEqual([]);
});
