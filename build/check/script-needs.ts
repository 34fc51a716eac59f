import { readFile } from 'node:fs/promises';
import { type Check, outcomeOf } from './check-kind.ts';
import { libraryNeeds, needsPath } from './library-needs.ts';
import { listFiles, readFiles } from './source-files.ts';

/** The lines of `remote-scripts/lib/needs` as the scripts want them now. */
export async function scriptNeeds(): Promise<readonly string[]> {
  const paths = (await listFiles()).filter((path) => path.startsWith('remote-scripts/'));
  return libraryNeeds(await readFiles(paths));
}

/** What is written of the libraries that scripts and verbs use is what they use. */
export const scriptNeedsCheck: Check = {
  name: 'script needs',
  things: 'scripts and verbs',
  async run() {
    const wanted = await scriptNeeds();
    const written = (await readFile(needsPath, 'utf8').catch(() => '')).split('\n').slice(0, -1);
    const missing = wanted.filter((line) => !written.includes(line));
    const dead = written.filter((line) => !wanted.includes(line));
    const problems = [...new Set([...missing, ...dead].map((line) => line.split(' ')[0] ?? ''))].map(
      (name) => `${needsPath}: the line of ${name} is not what it uses; npm run format writes it`,
    );
    return outcomeOf(wanted.length, problems);
  },
};
