import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** Script before the page begins, gzipped, bytes: a slow processor is through it in a fraction of a second. */
export const initialScriptLimitBytes = 350_000;

/** Libraries that only some parts need; those parts load them. */
const lateLibraries = ['uplot', '@xterm/', 'codemirror', '@codemirror/'];

type Chunks = ReadonlyMap<string, Rolldown.OutputChunk>;

/** The chunks that a page asks for before it can begin: the entry and all that it names to be loaded with it. */
function initialChunks(chunks: Chunks): readonly Rolldown.OutputChunk[] {
  const found = new Set<Rolldown.OutputChunk>();
  const add = (chunk: Rolldown.OutputChunk | undefined) => {
    if (chunk === undefined || found.has(chunk)) return;
    found.add(chunk);
    for (const name of chunk.imports) add(chunks.get(name));
  };
  for (const chunk of chunks.values()) if (chunk.isEntry) add(chunk);
  return [...found];
}

/** Why a page would begin too slowly; null when it does not. */
export function tooMuchAtFirst(output: readonly (Rolldown.OutputChunk | Rolldown.OutputAsset)[]): string | null {
  const chunks = output.filter((file): file is Rolldown.OutputChunk => file.type === 'chunk');
  const initial = initialChunks(new Map(chunks.map((chunk) => [chunk.fileName, chunk])));
  if (initial.length === 0) return 'The page has no entry.';
  const sizeBytes = initial.reduce((sum, { code }) => sum + gzipSync(code).length, 0);
  if (sizeBytes > initialScriptLimitBytes) {
    return `The page begins with ${sizeBytes} bytes of script (gzipped); ${initialScriptLimitBytes} are allowed. Load with lazy() what is seldom looked at.`;
  }
  const modules = initial.flatMap(({ moduleIds }) => moduleIds.map((id) => id.replaceAll('\\', '/')));
  const early = lateLibraries.filter((library) => modules.some((id) => id.includes(`/node_modules/${library}`)));
  return early.length === 0 ? null : `The page begins with ${early.join(', ')}; the parts that need it should load it.`;
}

/** Fails a build of the page that would begin too slowly; one for development is as large as it likes. */
export function limitInitialScript(): Plugin {
  return {
    name: 'berth-initial-script-limit',
    applyToEnvironment: ({ config }) => config.isProduction,
    generateBundle(_options, bundle) {
      const problem = tooMuchAtFirst(Object.values(bundle));
      if (problem !== null) this.error(problem);
    },
  };
}
