import { asRoot, command, quote } from './commands.ts';
import type { Facts } from './facts.ts';
import { fail, listText, ok, unread, type Verdict, warn } from './texts.ts';

/** What others can read of editors. */
export function judgePrivateFiles({ privateFiles }: Facts): Verdict {
  if (privateFiles === null) return unread;
  if (privateFiles.length === 0) return ok('Nobody else can read what editors keep.');
  const seen = `Other users can read ${listText(privateFiles.map(({ path, mode }) => `${path} (mode ${mode})`))}.`;
  const fix = { kind: 'fix', label: 'Make them private' } as const;
  return privateFiles.some(({ path }) => path.endsWith('/config.yaml')) ? fail(seen, fix) : warn(seen, fix);
}

/** The places of the earlier tool. A host that names another one must not make an administrator remove that. */
const oldPlaces =
  /^\/(tmp\/(code-server|vscode-agent)-[^/]+|var\/www\/vscode-workspaces|etc\/nginx\/vscode-projects\/[^/]+)$/;

/** What an earlier tool left, and whether it may go. */
export function judgeOldLayout(facts: Facts): Verdict {
  const { oldLayout } = facts;
  if (oldLayout === null) return unread;
  if (oldLayout.length === 0) return ok('There is nothing.');
  const held = ({ obstacle, isOptional }: (typeof oldLayout)[number]) =>
    obstacle === null ? (isOptional ? ' (in use, or of another user)' : '') : ` (${obstacle})`;
  const seen = `There is ${listText(oldLayout.map((row) => `${row.path.shown}${held(row)}`))}.`;
  if (oldLayout.some(({ obstacle, isOptional }) => obstacle === null && !isOptional))
    return warn(seen, { kind: 'fix', label: 'Remove what nobody uses' });
  // What holds a repository is for its owner to look through, and what is in use is ended first.
  const others = oldLayout.flatMap(({ path, obstacle }) =>
    path.exact !== null && oldPlaces.test(path.exact) && (obstacle ?? '').startsWith('belongs to ')
      ? [quote(path.exact)]
      : [],
  );
  return warn(seen, others.length === 0 ? null : command(asRoot(facts, `rm -r -- ${others.join(' ')}`)));
}
