import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { repositories } from '../../../../main/contract/repositories.ts';

const scripts = path.resolve(import.meta.dirname, '../../../../remote-scripts');

/** The kinds of failures that a script names. */
async function kindsIn(file: string): Promise<string[]> {
  const text = await readFile(path.join(scripts, file), 'utf8');
  return [...text.matchAll(/(?:fail_with |\bkind=)([a-z]+(?:-[a-z]+)+|unavailable)\b/g)].map(([, kind = '']) => kind);
}

it.each([
  ['add', ['commands/repository-add', 'lib/repositories/git.bash']],
  [
    'create',
    [
      'commands/repository-create',
      'lib/repositories/new-repository.bash',
      'lib/operation/journal.bash',
      'lib/repositories/git.bash',
    ],
  ],
  ['rename', ['commands/repository-rename']],
  ['remove', ['commands/repository-remove']],
  ['deployKey', ['commands/repository-deploy-key', 'lib/repositories/deploy-key.bash']],
] as const)('what a host may answer to %s is none of what counts as a bug', async (name, files) => {
  const kinds = (await Promise.all(files.map(kindsIn))).flat();
  expect(kinds.length).toBeGreaterThan(0);
  const unlisted = kinds.filter((kind) => !(repositories[name].errors as readonly string[]).includes(kind));
  expect(unlisted).toEqual([]);
});
