import type { Failure, Result } from '../../contract/failure.ts';
import { fail, succeed } from '../../contract/failure.ts';
import type { Profile } from '../../contract/profiles.ts';
import { effectiveProfile, type ProfileSources } from './effective-profile.ts';

/** Each host on the way costs a handshake and carries all that comes after it. */
const maxJumpCount = 8;

/** A host and those on the way to it, nearest to it first; all as they count at this moment. */
export type Chain = readonly [target: Profile, ...jumps: Profile[]];

/** Reads the chain of a profile; a circle, one that is too long and one that lacks a profile are failures. */
export async function chainOf(profileId: string, sources: ProfileSources): Promise<Result<Chain>> {
  const target = await read(profileId, sources);
  if (!target.ok) return target;
  const jumps: Profile[] = [];
  const { profile, wantedJumps } = target.value;
  for (let next = profile.jumpProfileId; next !== null; ) {
    const before = jumps.at(-1) ?? profile;
    const jump = await read(next, sources);
    if (!jump.ok) return jump.failure.kind === 'profile-not-found' ? jumpIsGone(jump.failure, before) : jump;
    const names = [profile, ...jumps, jump.value.profile].map(({ name }) => name);
    if ([profile, ...jumps].some(({ id }) => id === jump.value.profile.id)) return circle(profile, names);
    jumps.push(jump.value.profile);
    if (jumps.length > maxJumpCount) return tooLong(profile);
    next = jump.value.profile.jumpProfileId;
  }
  if (jumps.length < wantedJumps.length) return tooShort(profile, jumps, wantedJumps.length);
  const missing = await firstMissing(wantedJumps, jumps, sources);
  if (!missing.ok) return missing;
  return missing.value === null ? succeed([profile, ...jumps]) : elsewhere(profile, jumps, missing.value);
}

/** The host of the file, nearest to the target first, that the way does not lead over in its turn; null when it leads over all. */
async function firstMissing(
  wanted: readonly string[],
  jumps: readonly Profile[],
  { resolveSshHost }: ProfileSources,
): Promise<Result<string | null>> {
  let from = 0;
  for (const word of [...wanted].reverse()) {
    const host = await resolveSshHost(word);
    if (!host.ok) return host;
    const { address, port } = host.value;
    const at = jumps.findIndex((jump, index) => index >= from && jump.address === address && jump.port === port);
    if (at < 0) return succeed(word);
    from = at + 1;
  }
  return succeed(null);
}

async function read(profileId: string, sources: ProfileSources) {
  const saved = await sources.findProfile(profileId);
  return saved.ok ? effectiveProfile(saved.value, sources) : saved;
}

type Failed = { readonly ok: false; readonly failure: Failure };

/** The reason of a profile that refers to ~/.ssh/config is a better one than that something is missing. */
function jumpIsGone(failure: Failure, before: Profile): Failed {
  if (failure.message.includes('~/.ssh/config')) return { ok: false, failure };
  return fail(
    'profile-not-found',
    'input',
    `The server on the way to ${before.name} is not saved any more.`,
    `Choose another way to ${before.name}.`,
  );
}

function circle(target: Profile, names: readonly string[]): Failed {
  return fail(
    'unreachable',
    'input',
    `The way to ${target.name} leads in a circle: ${names.join(', ')}.`,
    'Take one of these servers out of the way of another.',
  );
}

function tooLong(target: Profile): Failed {
  return fail(
    'unreachable',
    'input',
    `The way to ${target.name} leads over more than ${maxJumpCount} servers.`,
    'Choose a shorter way to one of these servers.',
  );
}

/** A host that is dialled directly although it is to be reached over another may be somebody else's with the same address. */
function tooShort(target: Profile, jumps: readonly Profile[], wantedCount: number): Failed {
  const last = jumps.at(-1) ?? target;
  return fail(
    'unreachable',
    'input',
    `By ~/.ssh/config the way to ${target.name} leads over ${wantedCount} servers, but ${last.name} is reached directly.`,
    `Give ${last.name} its own way: where it is edited, or as ProxyJump in ~/.ssh/config.`,
  );
}

/** The same address behind another host may be another machine. */
function elsewhere(target: Profile, jumps: readonly Profile[], word: string): Failed {
  return fail(
    'unreachable',
    'input',
    `By ~/.ssh/config the way to ${target.name} leads over "${word}", but as it is saved here over ${jumps.map(({ name }) => name).join(', ')}.`,
    `Import ${target.name} from ~/.ssh/config again, or change the way to one of these servers.`,
  );
}
