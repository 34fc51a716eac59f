import type { SourceFile } from './source-files.ts';

/** Where it is written which libraries of the remote scripts a script or a verb uses. */
export const needsPath = 'remote-scripts/lib/needs';

const isLibrary = (path: string) => /^remote-scripts\/lib\/[^/]+\/[^/]+\.bash$/.test(path);
/** What begins without any library: the scripts that load some, and the verbs. */
const isEntry = (path: string) => /^remote-scripts\/(berth|runner|keeper|commands\/[^/]+)$/.test(path);
const loader = 'remote-scripts/lib/load.bash';

/** A name, or its beginning where a value is to follow: `route_change_to_$1`. */
const wordForm = /[A-Za-z_][A-Za-z0-9_]*(?:(?<=[a-z0-9]_)"?\$)?/g;
const functionForm = /^([a-z_][a-z0-9_]*)\(\) [({]/;
const variableForm = /^(?:declare -g[aAi]+ )?(?=[A-Z])/;

interface Definition {
  readonly library: string;
  /** The words of a function's text: what it may use. */
  readonly words: ReadonlySet<string>;
}

interface Library {
  /** Words outside of functions, which count as soon as the library is loaded. */
  readonly topWords: ReadonlySet<string>;
  readonly declared: ReadonlySet<string>;
  readonly assigned: ReadonlySet<string>;
}

const wordsOf = (lines: readonly string[]) =>
  new Set(lines.filter((line) => !/^\s*#/.test(line)).flatMap((line) => line.match(wordForm) ?? []));

/** Splits a library into its functions, by their first lines, and what stands outside of them. */
function readLibrary(library: string, text: string, functions: Map<string, Definition[]>): Library {
  const outside: string[] = [];
  const declared = new Set<string>();
  const assigned = new Set<string>();
  let name = '';
  let body: string[] = [];
  const end = () => {
    if (name !== '') functions.set(name, [...(functions.get(name) ?? []), { library, words: wordsOf(body) }]);
    name = '';
    body = [];
  };
  for (const line of text.split('\n')) {
    const begun = functionForm.exec(line)?.[1];
    if (begun !== undefined) {
      end();
      name = begun;
    }
    // What stands at the margin after a function is taken for both, because a text of several lines may stand there too.
    if (begun === undefined && /^[^\s#})]/.test(line)) {
      outside.push(line);
      for (const part of variableForm.test(line) ? line.split(' ') : []) {
        const [variable = ''] = part.match(/^[A-Z][A-Z0-9_]*/) ?? [];
        if (variable === '') continue;
        if (part.startsWith(`${variable}=`)) assigned.add(variable);
        else if (part === variable) declared.add(variable);
      }
    }
    body.push(line);
  }
  end();
  return { topWords: wordsOf(outside), declared, assigned };
}

/** In which libraries each variable is made, in one way of making. */
function placesOf(libraries: ReadonlyMap<string, Library>, madeBy: (library: Library) => ReadonlySet<string>) {
  const places = new Map<string, string[]>();
  for (const [path, library] of libraries) {
    for (const variable of madeBy(library)) places.set(variable, [...(places.get(variable) ?? []), path]);
  }
  return places;
}

/**
 * What each script and each verb may use, as the lines of `remote-scripts/lib/needs`: its name, then its libraries. A
 * library counts when one of its functions or settings is named by what is used, in whatever place but a comment, so
 * rather one too many is named than one too few.
 */
export function libraryNeeds(sources: readonly SourceFile[]): readonly string[] {
  const functions = new Map<string, Definition[]>();
  const libraries = new Map<string, Library>();
  for (const { path, text } of sources) {
    if (isLibrary(path)) libraries.set(path, readLibrary(path, text, functions));
  }
  const assignersOf = placesOf(libraries, ({ assigned }) => assigned);
  const declarersOf = placesOf(libraries, ({ declared }) => declared);

  const functionsOf = (word: string): readonly Definition[] => {
    if (!word.endsWith('$')) return functions.get(word) ?? [];
    const beginning = word.replace(/"?\$$/, '');
    return [...functions].flatMap(([name, definitions]) => (name.startsWith(beginning) ? definitions : []));
  };

  const needsOf = (text: string): readonly string[] => {
    const needed = new Set<string>();
    const seen = new Set<string>();
    const waiting: string[] = [];
    const need = (library: string) => {
      if (needed.has(library)) return;
      needed.add(library);
      use(libraries.get(library)?.topWords ?? [], library);
    };
    const use = (words: Iterable<string>, user: string | null) => {
      for (const word of words) {
        waiting.push(word);
        // An array that the user does not declare itself is declared elsewhere, or it is none.
        if (user !== null && libraries.get(user)?.declared.has(word) === true) continue;
        for (const library of declarersOf.get(word) ?? []) need(library);
      }
    };
    use(wordsOf(text.split('\n')), null);
    for (let word = waiting.pop(); word !== undefined; word = waiting.pop()) {
      if (seen.has(word)) continue;
      seen.add(word);
      for (const { library, words } of functionsOf(word)) {
        need(library);
        use(words, library);
      }
      for (const library of assignersOf.get(word) ?? []) need(library);
    }
    return [...needed].map((library) => library.slice('remote-scripts/lib/'.length, -'.bash'.length)).sort();
  };

  const loaderText = sources.find(({ path }) => path === loader)?.text ?? '';
  return sources
    .filter(({ path }) => isEntry(path))
    .map(({ path, text }) => [path.split('/').at(-1), ...needsOf(`${text}\n${loaderText}`)].join(' '))
    .sort();
}
