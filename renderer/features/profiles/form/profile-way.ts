import type { Profile } from '../../../../main/contract/profiles.ts';
import type { JumpTarget } from './parse-ssh-command.ts';

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

/** What a pasted `-J` comes to among the saved servers. */
export interface FoundWay {
  /** The server that the way leads through last; null when it is straight, or not among them. */
  readonly jumpProfileId: string | null;
  /** The host of the way that is not saved, as it was typed. */
  readonly missing: string | null;
}

/** Looks for the last host of a way among the saved ones, by address, name or name in `~/.ssh/config`. */
export function findWay(profiles: readonly Profile[], jumps: readonly JumpTarget[]): FoundWay {
  const last = jumps.at(-1);
  if (last === undefined) return { jumpProfileId: null, missing: null };
  const found = profiles.find(({ id, name, sshConfigHost, address, user, port }) => {
    const isNamed = [name, id, sshConfigHost].includes(last.address);
    const isAddressed = address === last.address && (last.port ?? '22') === String(port);
    return (isNamed || isAddressed) && (last.user === null || last.user === user);
  });
  if (found !== undefined) return { jumpProfileId: found.id, missing: null };
  return { jumpProfileId: null, missing: last.user === null ? last.address : `${last.user}@${last.address}` };
}
