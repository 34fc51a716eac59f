import { type Failure, type FailureKind, type Result, succeed } from '../../contract/failure.ts';
import type { Profile, ProfileDraft } from '../../contract/profiles.ts';
import { checkJump } from './jumps.ts';
import { copyName, findProfile, isNamed, newId } from './names.ts';
import { inUse, nameTaken, notFound } from './profile-failures.ts';

/** The list after a change, and what whoever asked is told; or why nothing changes. */
type Change<T, K extends FailureKind> = Result<
  { readonly next: Profile[]; readonly answer: T },
  Failure & { readonly kind: K }
>;

/** Puts a profile at the end. */
export function added(
  all: readonly Profile[],
  draft: ProfileDraft,
): Change<Profile, 'profile-exists' | 'invalid-input'> {
  if (all.some((other) => isNamed(other, draft.name))) return nameTaken(draft.name);
  const jump = checkJump(all, null, draft.jumpProfileId);
  if (!jump.ok) return jump;
  const profile: Profile = { id: newId(draft.name, all), ...draft };
  return succeed({ next: [...all, profile], answer: profile });
}

/** Replaces the settings of a profile; id and place stay. */
export function edited(
  all: readonly Profile[],
  reference: string,
  draft: ProfileDraft,
): Change<
  { readonly before: Profile; readonly after: Profile },
  'profile-not-found' | 'profile-exists' | 'invalid-input'
> {
  const before = findProfile(all, reference);
  if (before === undefined) return notFound(reference);
  if (all.some((other) => other !== before && isNamed(other, draft.name))) return nameTaken(draft.name);
  const jump = checkJump(all, before.id, draft.jumpProfileId);
  if (!jump.ok) return jump;
  const after: Profile = { id: before.id, ...draft };
  return succeed({ next: all.map((one) => (one === before ? after : one)), answer: { before, after } });
}

/** Puts a copy after its original. */
export function duplicated(all: readonly Profile[], reference: string): Change<Profile, 'profile-not-found'> {
  const original = findProfile(all, reference);
  if (original === undefined) return notFound(reference);
  const name = copyName(original.name, all);
  const copy: Profile = { ...original, id: newId(name, all), name };
  const at = all.indexOf(original) + 1;
  return succeed({ next: [...all.slice(0, at), copy, ...all.slice(at)], answer: copy });
}

/** Puts the named profiles first, in this order. */
export function arranged(
  all: readonly Profile[],
  references: readonly string[],
): Change<Profile[], 'profile-not-found'> {
  const first = new Set<Profile>();
  for (const reference of references) {
    const found = findProfile(all, reference);
    if (found === undefined) return notFound(reference);
    first.add(found);
  }
  const next = [...first, ...all.filter((one) => !first.has(one))];
  return succeed({ next, answer: next });
}

/** Takes a profile away that no other one's way leads over. */
export function removed(
  all: readonly Profile[],
  reference: string,
): Change<Profile, 'profile-not-found' | 'profile-in-use'> {
  const profile = findProfile(all, reference);
  if (profile === undefined) return notFound(reference);
  const users = all.filter((one) => one.jumpProfileId === profile.id);
  if (users.length > 0) return inUse(profile, users);
  return succeed({ next: all.filter((one) => one !== profile), answer: profile });
}
