import { z } from 'zod';
import { call, stream } from './define.ts';
import { failure } from './failure.ts';
import { hostFailures } from './host-failures.ts';
import { instanceId, onHost } from './references.ts';

/** One log of a host. */
export const logSource = z.discriminatedUnion('kind', [
  /** What an instance printed; `isPrevious`: its run before the present one. */
  z.object({ kind: z.literal('instance'), id: instanceId, isPrevious: z.boolean().default(false) }),
  z.object({ kind: z.literal('nginx-access') }),
  z.object({ kind: z.literal('nginx-error') }),
  /** What Berth did on this host: who, what, when, with what result. */
  z.object({ kind: z.literal('operations') }),
  /** What the keeper did by itself. */
  z.object({ kind: z.literal('keeper') }),
]);
export type LogSource = z.output<typeof logSource>;

/** A piece of a log; secrets are blackened and control characters stripped. */
export const logItem = z.discriminatedUnion('type', [
  /** `isNew`: the log begins anew (another run, or it was turned over), so what was shown before is over. */
  z.object({ type: z.literal('text'), text: z.string(), isNew: z.boolean() }),
  /**
   * The host is away; the log goes on where it was as soon as it is back. `isRetried`: the link is being tried again by
   * itself; else somebody has to connect it.
   */
  z.object({ type: z.literal('waiting'), failure, isRetried: z.boolean() }),
  z.object({ type: z.literal('failed'), failure }),
]);
export type LogItem = z.output<typeof logItem>;

/** The logs of a host. */
export const logs = {
  sources: call(
    'Lists the logs of a host that are there.',
    onHost,
    z
      .array(
        z.object({
          source: logSource,
          /** The repository's name, or what the log is. */
          title: z.string(),
          sizeBytes: z.number(),
          /** Host clock, epoch milliseconds. */
          changedAtMs: z.number().nullable(),
        }),
      )
      .max(5000),
    hostFailures,
  ),
  follow: stream(
    'Tells the end of a log, and then what is added to it.',
    onHost.extend({
      source: logSource,
      /** How much of the end is told first. */
      bytes: z.number().int().min(0).max(1_048_576).default(65_536),
      isFollowed: z.boolean().default(true),
    }),
    logItem,
  ),
} as const;
