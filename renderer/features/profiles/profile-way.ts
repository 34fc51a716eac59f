import type { Profile } from '../../../main/contract/profiles.ts';

/** The hosts on the way that begins with `jumpProfileId`'s own way, first one first; it ends at a gap or a circle. */
export function jumpsTo(profiles: readonly Profile[], jumpProfileId: string | null): readonly Profile[] {
  const way: Profile[] = [];
  for (let id = jumpProfileId; id !== null; ) {
    const jump = profiles.find((profile) => profile.id === id);
    if (jump === undefined || way.includes(jump)) break;
    way.unshift(jump);
    id = jump.jumpProfileId;
  }
  return way;
}

/** The profiles that a way may lead through; those behind the profile itself would make a circle. */
export function possibleJumps(profiles: readonly Profile[], profileId: string | null): readonly Profile[] {
  return profiles.filter(({ id }) => jumpsTo(profiles, id).every((jump) => jump.id !== profileId));
}

/** The way in words: `This computer → bastion → db`. */
export function wayWords(jumpNames: readonly string[], name: string): string {
  return ['This computer', ...jumpNames, name].join(' → ');
}
