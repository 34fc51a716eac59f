import { describe, expect, it } from 'vitest';
import { readImports } from '../../../build/check/read-imports.ts';

const read = (text: string, file = 'a.ts') => readImports(file, text);
const one = (text: string) => read(text)[0];

describe('readImports', () => {
  it.each([
    [`import { a } from './a.ts';`, './a.ts', false],
    [`import a from "./a.ts";`, './a.ts', false],
    [`import * as a from './a.ts';`, './a.ts', false],
    [`import './a.ts';`, './a.ts', false],
    [`import type { A } from './a.ts';`, './a.ts', true],
    [`import { type A } from './a.ts';`, './a.ts', true],
    [`import { type A, b } from './a.ts';`, './a.ts', false],
    [`export { a } from './a.ts';`, './a.ts', false],
    [`export * from './a.ts';`, './a.ts', false],
    [`export type { A } from './a.ts';`, './a.ts', true],
    [`const a = await import('./a.ts');`, './a.ts', false],
    ['const a = await import(`./a.ts`);', './a.ts', false],
    [`type A = import('./a.ts').A;`, './a.ts', true],
    [`const b = (a: typeof import('./a.ts')) => a;`, './a.ts', true],
  ])('reads %s', (text, specifier, isTypeOnly) => {
    expect(read(text)).toEqual([{ specifier, line: 1, isTypeOnly }]);
  });

  it.each(['await import(name);', "await import('./' + name);", `await import(\`./\${name}\`);`])(
    'cannot know %s',
    (text) => {
      expect(one(text)?.specifier).toBeNull();
    },
  );

  it('is not misled by text that only looks like an import', () => {
    expect(read(`// import './a.ts'\nconst text = "import './b.ts'"; export const c = 1; export { c as d };`)).toEqual(
      [],
    );
  });

  it('reads JSX and tells the lines', () => {
    const text = `import a from 'a';\n\nexport const e = <p>import 'x'</p>;\nexport * from 'b';\n`;
    expect(read(text, 'a.tsx').map(({ specifier, line }) => [specifier, line])).toEqual([
      ['a', 1],
      ['b', 4],
    ]);
  });

  it('refuses a file that it cannot read', () => {
    expect(() => read('import { from')).toThrow('a.ts cannot be parsed');
  });
});
