import { z } from 'zod';
import { profile } from '../../contract/profiles.ts';
import { JsonStore } from '../store/json-store.ts';

const content = z.array(profile);

/**
 * Version 2 knows the way to a host, its agent, colour and tags. A file of version 1 is read as it is: what it lacks has a
 * default. Version 1 must not read a file of version 2, because it would drop the way, and dial an address straight that is
 * meant behind another host.
 */
const version = 2;

/** The file of the profiles. */
export type ProfileStore = JsonStore<typeof content>;

/** Opens the profiles kept in `file`. */
export function openProfileStore(file: string): ProfileStore {
  return new JsonStore({ file, version, schema: content, empty: [] });
}
