import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { type Failure, fail, type Result, succeed } from '../../contract/failure.ts';
import { type Profile, type ProfileDraft, profile } from '../../contract/profiles.ts';
import { JsonStore } from '../store/json-store.ts';
import { slugOf } from '../store/slug.ts';

type ProfileListener = (before: Profile, after: Profile | null) => void;

/** The saved profiles: handlers for clients and a lookup for the rest of the core. */
export interface Profiles {
  readonly handlers: Handlers<CoreContract>['profiles'];
  list(): Promise<Result<Profile[], Failure & { readonly kind: 'store-unreadable' }>>;
  /** The profile with this id or name. */
  find(
    reference: string,
  ): Promise<Result<Profile, Failure & { readonly kind: 'profile-not-found' | 'store-unreadable' }>>;
  /** Called after a profile was replaced or removed (`null`), with what it was before. */
  onDidChange(listener: ProfileListener): () => void;
}

const store = z.array(profile);

function sameReference(candidate: Profile, reference: string): boolean {
  return candidate.id === reference || candidate.name === reference;
}

function notFound(reference: string) {
  return fail(
    'profile-not-found',
    'input',
    `There is no profile "${reference}".`,
    'List the profiles and use one of their names or ids.',
  );
}

function nameTaken(name: string) {
  return fail(
    'profile-exists',
    'input',
    `There is a profile named "${name}" already.`,
    'Choose another name, or edit the one that exists.',
  );
}

function newId(draft: ProfileDraft, taken: readonly Profile[]): string {
  const base = slugOf(draft.name, 40) || 'host';
  const isTaken = (id: string) => taken.some((other) => other.id === id || other.name === id);
  // A name that looks like another profile's id would make references ambiguous.
  return isTaken(base) ? `${base}-${randomBytes(4).toString('hex')}` : base;
}

/** Opens the profiles kept in `file`. */
export function createProfiles(file: string): Profiles {
  const profiles = new JsonStore({ file, version: 1, schema: store, empty: [] });
  const listeners = new Set<ProfileListener>();
  const tell: ProfileListener = (before, after) => {
    for (const listener of listeners) listener(before, after);
  };

  const find: Profiles['find'] = async (reference) => {
    const all = await profiles.read();
    if (!all.ok) return all;
    const found =
      all.value.find((candidate) => candidate.id === reference) ??
      all.value.find((one) => sameReference(one, reference));
    return found === undefined ? notFound(reference) : succeed(found);
  };

  const list = () => profiles.read();

  return {
    list,
    find,
    onDidChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    handlers: {
      list,
      add: (draft) =>
        profiles.update<Profile, Failure & { readonly kind: 'profile-exists' }>((all) => {
          if (all.some((other) => sameReference(other, draft.name))) return nameTaken(draft.name);
          const added: Profile = { id: newId(draft, all), ...draft };
          return succeed({ next: [...all, added], answer: added });
        }),
      edit: async ({ profile: reference, draft }) => {
        const edited = await profiles.update<
          { readonly before: Profile; readonly after: Profile },
          Failure & { readonly kind: 'profile-exists' | 'profile-not-found' }
        >((all) => {
          const present = all.find((one) => sameReference(one, reference));
          if (present === undefined) return notFound(reference);
          const others = all.filter((one) => one.id !== present.id);
          if (others.some((other) => sameReference(other, draft.name))) return nameTaken(draft.name);
          const after: Profile = { id: present.id, ...draft };
          const next = all.map((one) => (one.id === present.id ? after : one));
          return succeed({ next, answer: { before: present, after } });
        });
        if (!edited.ok) return edited;
        tell(edited.value.before, edited.value.after);
        return succeed(edited.value.after);
      },
      remove: async ({ profile: reference }) => {
        const removed = await profiles.update<Profile, Failure & { readonly kind: 'profile-not-found' }>((all) => {
          const present = all.find((one) => sameReference(one, reference));
          if (present === undefined) return notFound(reference);
          return succeed({ next: all.filter((one) => one.id !== present.id), answer: present });
        });
        if (!removed.ok) return removed;
        tell(removed.value, null);
        return succeed({ id: removed.value.id, name: removed.value.name });
      },
    },
  };
}
