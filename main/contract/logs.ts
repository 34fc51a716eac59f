import { z } from 'zod';
import { call, stream } from './define.ts';
import { failure } from './failure.ts';
import { hostFailures } from './host-failures.ts';
import { onHost, repositoryReference } from './references.ts';

export const logKind = z.enum([
  /** What an instance printed. */
  'instance',
  /** Of the nginx that leads to the instances: Berth's own, or the host's where that was chosen. */
  'nginx-access',
  'nginx-error',
  /** What Berth did on this host: who, what, when, with what result; one line each, as `operationFields` says. */
  'operations',
  /** What the keeper did by itself. */
  'keeper',
]);
export type LogKind = z.output<typeof logKind>;

/** What a line of the operations tells, with tabs between. Time is UTC; the client is `user@machine`, `cli` or `keeper`. */
export const operationFields = ['at', 'client', 'verb', 'target', 'result', 'durationMs', 'message'] as const;

/** One log of a host. */
export const logSource = z
  .object({
    kind: logKind.default('instance'),
    /** Whose, with `instance`; null for the others. */
    repository: repositoryReference.nullable().default(null),
    /** An instance's run before the present one; of the others, what was there before the file was turned over. */
    isPrevious: z.boolean().default(false),
  })
  .refine(({ kind, repository }) => kind !== 'instance' || repository !== null, {
    path: ['repository'],
    message: 'Name the repository whose log is wanted, or another kind of log.',
  });
export type LogSource = z.output<typeof logSource>;

/** A piece of a log; secrets are blackened and control characters stripped. */
export const logItem = z.discriminatedUnion('type', [
  /** `isNew`: the log begins anew (another run, or it was cut), so what was shown before is over. */
  z.object({ type: z.literal('text'), text: z.string(), isNew: z.boolean() }),
  /**
   * The host is away; the log goes on where it was as soon as it is back. `isRetried`: the link is being tried again by
   * itself; else somebody has to connect it.
   */
  z.object({ type: z.literal('waiting'), failure, isRetried: z.boolean() }),
  z.object({ type: z.literal('failed'), failure }),
]);
export type LogItem = z.output<typeof logItem>;

/** A log that is there. */
export const listedLog = z.object({
  source: logSource,
  /** The repository's name, or what the log is. */
  title: z.string(),
  sizeBytes: z.number(),
  /** Host clock, epoch milliseconds. */
  changedAtMs: z.number(),
});
export type ListedLog = z.output<typeof listedLog>;

/** The logs of a host. */
export const logs = {
  /** Of an instance also the run before the present one, where its log is left. */
  sources: call('Lists the logs of a host that are there.', onHost, z.array(listedLog).max(5000), hostFailures),
  /** Waits for a host that is away and goes on where it was; `failed` is the last item. */
  follow: stream(
    'Tells the end of a log, and then what is added to it.',
    onHost.extend({
      source: logSource,
      /** How much of the end is told first, in whole lines. */
      bytes: z.number().int().min(0).max(1_048_576).default(65_536),
      isFollowed: z.boolean().default(true),
    }),
    logItem,
  ),
} as const;
