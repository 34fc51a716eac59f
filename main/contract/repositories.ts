import { z } from 'zod';
import { call } from './define.ts';
import { hostFailures } from './host-failures.ts';
import { instanceId, onHost } from './references.ts';

/** A git working copy on a host. */
export const repository = z.object({
  id: instanceId,
  /** The folder's name, control characters stripped. */
  name: z.string(),
  /** Absolute path on the host. */
  path: z.string(),
  /** The checked-out branch; null when the head is detached or unreadable. */
  branch: z.string().nullable(),
});
export type Repository = z.output<typeof repository>;

/** The repositories of a host. */
export const repositories = {
  list: call(
    'Lists the repositories found under the profile’s folders.',
    onHost,
    z.array(repository).max(5000),
    hostFailures,
  ),
} as const;
