import { z } from 'zod';
import type { Result } from '../../contract/failure.ts';
import type { Remote } from './remote.ts';
import { cleanLine } from './untrusted.ts';

const longestPath = 4096;
/** A cleanup that was cut is finished first, and folders may be large. */
const timeoutMs = 120_000;

const reconciled = z.object({
  changes: z
    .array(
      z.object({
        target: z.string().transform((text) => cleanLine(text, longestPath)),
        message: z.string().transform((text) => cleanLine(text)),
      }),
    )
    .max(5000),
});

/** What looking after a host put right. */
export type Reconciled = z.output<typeof reconciled>;

/** Makes the files of a host agree with what really runs there, and finishes a cleanup that was cut. */
export function reconcile(remote: Remote): Promise<Result<Reconciled>> {
  return remote.call('reconcile', [], reconciled, { timeoutMs });
}
