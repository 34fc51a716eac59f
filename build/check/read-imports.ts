import { parseSync, Visitor } from 'vite';

/** One import of a module, wherever it is written. */
export interface Import {
  /** As written; null when it is computed and cannot be known. */
  readonly specifier: string | null;
  /** 1-based. */
  readonly line: number;
  /** Gone when the program runs. */
  readonly isTypeOnly: boolean;
}

const unquote = (text: string) => /^(['"`])([^'"`$]*)\1$/.exec(text)?.[2] ?? null;

/**
 * Lists what a TypeScript module imports: `import`, `export … from`, `import()` and `import('…').Type`.
 * Throws when the text cannot be parsed, because a file that was not read is not a file without imports.
 */
export function readImports(file: string, text: string): readonly Import[] {
  const { program, module, errors } = parseSync(file, text);
  const first = errors[0];
  if (first !== undefined) throw new Error(`${file} cannot be parsed: ${first.message}`);

  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length;
  const found: Import[] = [];
  for (const { moduleRequest, entries, start } of module.staticImports) {
    const isTypeOnly =
      /^import\s+type\b/.test(text.slice(start)) || (entries.length > 0 && entries.every((one) => one.isType));
    found.push({ specifier: moduleRequest.value, line: lineOf(start), isTypeOnly });
  }
  for (const { entries, start } of module.staticExports) {
    const request = entries.find((entry) => entry.moduleRequest !== null)?.moduleRequest;
    if (request === undefined || request === null) continue;
    found.push({ specifier: request.value, line: lineOf(start), isTypeOnly: entries.every((one) => one.isType) });
  }
  for (const { moduleRequest, start } of module.dynamicImports) {
    const written = text.slice(moduleRequest.start, moduleRequest.end);
    found.push({ specifier: unquote(written), line: lineOf(start), isTypeOnly: false });
  }
  new Visitor({
    TSImportType: ({ source, start }) => {
      found.push({ specifier: source.value, line: lineOf(start), isTypeOnly: true });
    },
  }).visit(program);
  return found.sort((one, other) => one.line - other.line);
}
