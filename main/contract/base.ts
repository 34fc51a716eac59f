import { z } from 'zod';
import { call, operation } from './define.ts';
import { hostFailures } from './host-failures.ts';
import { onHost, onRepository } from './references.ts';

/** What new instances of a host begin with: settings, keys, snippets and extensions, taken over from one of them. */
export const base = z.object({
  /** The repository whose instance it was taken from; null when there is no base and instances begin plain. */
  repository: z.string().nullable(),
  /** Host clock, epoch milliseconds. */
  savedAtMs: z.number().nullable(),
  /** `publisher.name` of each extension. */
  extensions: z.array(z.string()).max(1000),
  sizeBytes: z.number(),
});
export type Base = z.output<typeof base>;

/** The base of a host's instances. */
export const bases = {
  show: call('Tells what new instances of a host begin with.', onHost, base, hostFailures),
  save: operation('Takes the settings and extensions of an instance as the base of new ones.', onRepository, base),
  clear: call(
    'Lets new instances begin plain again; those that are there keep what they have.',
    onHost,
    base,
    hostFailures,
  ),
} as const;
