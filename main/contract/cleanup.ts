import { z } from 'zod';
import { call, operation } from './define.ts';
import { hostFailures } from './host-failures.ts';
import { onHost } from './references.ts';

/** How much goes: leftovers only; all instances too; everything of Berth including user data. */
export const cleanupLevel = z.enum(['leftovers', 'instances', 'everything']);
export type CleanupLevel = z.output<typeof cleanupLevel>;

/** One thing that a cleanup removes. */
export const cleanupItem = z.object({
  /** Names the item in this list; the same thing has the same key in every list. */
  key: z.string().regex(/^[0-9a-f]{16}$/),
  kind: z.enum([
    'process',
    /** A terminal or an agent; the reason names it. */
    'session',
    'claim',
    'socket',
    'directory',
    'conf',
    'record',
    'nginx',
    'lock',
    'foreign',
    'other',
  ]),
  /** A path, or `pid 123`. */
  target: z.string(),
  instanceId: z.string().nullable(),
  /** The name of the user it belongs to on the host. */
  owner: z.string().nullable(),
  sizeBytes: z.number().nullable(),
  ageSeconds: z.number().nullable(),
  /** Why it goes, as a short phrase. */
  reason: z.string(),
  /** True for what is not Berth's, a code-server started by hand for example: it only goes when it is ticked. */
  isOptional: z.boolean(),
  /** Why it cannot be removed from here ("belongs to root"); null when it can. */
  obstacle: z.string().nullable(),
});
export type CleanupItem = z.output<typeof cleanupItem>;

/** What the user should know before a cleanup: work that is in no commit. Repositories are never touched. */
export const cleanupWarning = z.object({
  repository: z.string(),
  path: z.string(),
  /** "3 changed files, 2 not in git" */
  message: z.string(),
});
export type CleanupWarning = z.output<typeof cleanupWarning>;

/** Everything a cleanup would do now. */
export const cleanupPreview = z.object({
  items: z.array(cleanupItem).max(5000),
  warnings: z.array(cleanupWarning).max(1000),
  /** Stands for exactly this list; a run is given it back and does nothing when the list is another one by then. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
});
export type CleanupPreview = z.output<typeof cleanupPreview>;

/** What a cleanup did. */
export const cleanupReport = z.object({
  removed: z.array(cleanupItem),
  remaining: z.array(cleanupItem),
  /** The folder on the host with the records and confs as they were before; null when there were none to keep. */
  backupPath: z.string().nullable(),
});
export type CleanupReport = z.output<typeof cleanupReport>;

const cleanupInput = onHost.extend({ level: cleanupLevel.default('leftovers') });

/** Finding and removing what Berth left on a host. */
export const cleanup = {
  preview: call(
    'Lists exactly what a cleanup would remove; changes nothing.',
    cleanupInput,
    cleanupPreview,
    hostFailures,
  ),
  run: operation(
    'Removes what the preview listed, and nothing else.',
    cleanupInput.extend({
      /** The preview's digest; left out, the list is whatever there is to remove now. */
      digest: z
        .string()
        .regex(/^[0-9a-f]{64}$/, 'Digest must be the one of the preview')
        .nullable()
        .default(null),
      /** Keys of the optional items that go too. */
      ticked: z
        .array(z.string().regex(/^[0-9a-f]{16}$/, 'Ticked items are named by their key'))
        .max(5000)
        .default([]),
    }),
    cleanupReport,
  ),
} as const;
