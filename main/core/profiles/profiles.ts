import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { type Failure, type Result, succeed } from '../../contract/failure.ts';
import type { Profile } from '../../contract/profiles.ts';
import type { SshConfigReader } from '../ssh-config/ssh-config.ts';
import { rowDocument } from '../store/row-document.ts';
import { added, arranged, duplicated, edited, removed } from './changes.ts';
import { importRows } from './import-rows.ts';
import { withJumps } from './jumps.ts';
import { findProfile } from './names.ts';
import { notFound } from './profile-failures.ts';
import { openProfileStore } from './profile-store.ts';
import { createSshHosts } from './ssh-hosts.ts';

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

/** What the profiles are made of. */
export interface ProfilesParts {
  /** Where they are kept. */
  readonly file: string;
  readonly sshConfig: SshConfigReader;
  /** Login name of this machine's user. */
  readonly userName: string;
}

const exported = rowDocument<Profile>('profiles', { words: 'servers', mostRows: 1000 });

/** Opens the profiles kept in `file`. Each change is one write under the file's lock. */
export function createProfiles({ file, sshConfig, userName }: ProfilesParts): Profiles {
  const store = openProfileStore(file);
  const listeners = new Set<ProfileListener>();
  const tell: ProfileListener = (before, after) => {
    for (const listener of listeners) listener(before, after);
  };

  const find: Profiles['find'] = async (reference) => {
    const all = await store.read();
    if (!all.ok) return all;
    const found = findProfile(all.value, reference);
    return found === undefined ? notFound(reference) : succeed(found);
  };

  const list = () => store.read();

  return {
    list,
    find,
    onDidChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    handlers: {
      list,
      add: (draft) => store.update((all) => added(all, draft)),
      edit: async ({ profile: reference, draft }) => {
        const changed = await store.update((all) => edited(all, reference, draft));
        if (!changed.ok) return changed;
        tell(changed.value.before, changed.value.after);
        return succeed(changed.value.after);
      },
      duplicate: ({ profile: reference }) => store.update((all) => duplicated(all, reference)),
      arrange: ({ profiles: references }) => store.update((all) => arranged(all, references)),
      remove: async ({ profile: reference }) => {
        const changed = await store.update((all) => removed(all, reference));
        if (!changed.ok) return changed;
        tell(changed.value, null);
        return succeed({ id: changed.value.id, name: changed.value.name });
      },
      export: async ({ profiles: references }) => {
        const all = await store.read();
        if (!all.ok) return all;
        const chosen: Profile[] = [];
        for (const reference of references ?? all.value.map(({ id }) => id)) {
          const found = findProfile(all.value, reference);
          if (found === undefined) return notFound(reference);
          chosen.push(found);
        }
        const told = withJumps(all.value, chosen);
        return succeed({ document: exported.write(told), count: told.length });
      },
      import: async ({ document }) => {
        const rows = exported.read(document);
        return rows.ok ? store.update((all) => succeed(importRows(all, rows.value))) : rows;
      },
      ...createSshHosts({ store, sshConfig, userName }),
    },
  };
}
