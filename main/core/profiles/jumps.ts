import type { Failure, Result } from '../../contract/failure.ts';
import { succeed } from '../../contract/failure.ts';
import type { Profile } from '../../contract/profiles.ts';
import { invalid } from './profile-failures.ts';

type Refused = Failure & { readonly kind: 'invalid-input' };

/** Whether the way that begins at `first` leads over `target`, or never ends. */
export function leadsOver(all: readonly Profile[], first: string, target: string): boolean {
  const jumpOf = new Map(all.map(({ id, jumpProfileId }) => [id, jumpProfileId]));
  const seen = new Set<string>();
  for (let id: string | null = first; id !== null; id = jumpOf.get(id) ?? null) {
    if (id === target || seen.has(id)) return true;
    seen.add(id);
  }
  return false;
}

/** Checks the way of a profile that is to be saved; `id` is null as long as it has none. */
export function checkJump(all: readonly Profile[], id: string | null, jump: string | null): Result<null, Refused> {
  if (jump === null) return succeed(null);
  const choose = 'Choose another server on the way, or none.';
  const named = all.find((one) => one.id === jump);
  if (named === undefined) return invalid(`Jump server: there is no server with the id "${jump}".`, choose);
  if (id === null) return succeed(null);
  if (jump === id) return invalid('Jump server must not be the server itself.', choose);
  if (!leadsOver(all, jump, id)) return succeed(null);
  return invalid(`Jump server "${named.name}" is reached over this server, so the way would be a circle.`, choose);
}

/** These profiles and all on the way to them, in the order in which they are kept. */
export function withJumps(all: readonly Profile[], chosen: readonly Profile[]): Profile[] {
  const byId = new Map(all.map((one) => [one.id, one]));
  const wanted = new Set<Profile>();
  for (const profile of chosen) {
    let next: Profile | undefined = profile;
    while (next !== undefined && !wanted.has(next)) {
      wanted.add(next);
      next = next.jumpProfileId === null ? undefined : byId.get(next.jumpProfileId);
    }
  }
  return all.filter((one) => wanted.has(one));
}
