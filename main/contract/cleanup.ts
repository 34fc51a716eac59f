import { z } from 'zod';
import { call, operation } from './define.ts';
import { hostFailures } from './host-failures.ts';
import { onHost } from './references.ts';

/** How much goes: leftovers only; all instances too; everything of Berth including user data. */
export const cleanupLevel = z.enum(['leftovers', 'instances', 'everything']);
export type CleanupLevel = z.output<typeof cleanupLevel>;

/** One thing that a cleanup removes. */
export const cleanupItem = z.object({
  kind: z.enum(['process', 'claim', 'socket', 'directory', 'conf', 'record', 'nginx', 'lock', 'other']),
  /** A path, or `pid 123`. */
  target: z.string(),
  instanceId: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  ageSeconds: z.number().nullable(),
  /** Why it goes, as a short phrase. */
  reason: z.string(),
});
export type CleanupItem = z.output<typeof cleanupItem>;

const cleanupInput = onHost.extend({ level: cleanupLevel.default('leftovers') });

/** Finding and removing what Berth left on a host. */
export const cleanup = {
  preview: call(
    'Lists exactly what a cleanup would remove; changes nothing.',
    cleanupInput,
    z.array(cleanupItem).max(5000),
    hostFailures,
  ),
  run: operation(
    'Removes what the preview lists.',
    cleanupInput,
    z.object({ removed: z.array(cleanupItem), remaining: z.array(cleanupItem) }),
  ),
} as const;
