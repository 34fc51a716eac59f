import { readdirSync } from 'node:fs';
import { userInfo } from 'node:os';

const pipes = '\\\\.\\pipe\\';

/** The named pipe of this user's Pageant (0.77 and later) among those of the machine; null when there is none. */
export function pageantPipe(names: readonly string[], userName: string): string | null {
  // What follows the user is a digest that only Windows can compute, so the pipe is looked for by its beginning.
  const beginning = `pageant.${userName}.`.toLowerCase();
  const name = names.find((candidate) => candidate.toLowerCase().startsWith(beginning));
  return name === undefined ? null : `${pipes}${name}`;
}

/** Looks for this user's Pageant on this machine. */
export function findPageant(): string | null {
  try {
    return pageantPipe(readdirSync(pipes), userInfo().username);
  } catch {
    // Pipes that cannot be listed are the same as none: an older Pageant is asked in another way.
    return null;
  }
}
