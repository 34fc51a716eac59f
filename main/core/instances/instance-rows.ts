import { z } from 'zod';
import { type InstanceEnd, instance, instanceEnd } from '../../contract/instances.ts';
import { instanceId } from '../../contract/references.ts';
import { partFailure } from '../remote/document.ts';
import { cleanOutput } from '../remote/redaction/clean-output.ts';
import { cleanLine } from '../remote/untrusted.ts';

const longestPath = 4096;

const cleanEnd = (ended: InstanceEnd): InstanceEnd => ({
  ...ended,
  signal: ended.signal === null ? null : cleanLine(ended.signal, 32),
  logTail: cleanOutput(ended.logTail),
});

/** One row as a host tells it; its texts are only for display. */
export const instanceRow = instance.extend({ ended: instanceEnd.transform(cleanEnd).nullable() }).transform((row) => ({
  ...row,
  repository: cleanLine(row.repository),
  // What is no text for display cannot be the path of a repository that Berth opened.
  path: row.path.slice(0, longestPath),
}));

/** The schema of `instance-list`. */
export const instanceRows = z.array(instanceRow).max(5000);

/** The schema of `instance-stop-all`. */
export const stoppedInstances = z.object({
  instances: instanceRows,
  failures: z
    .array(
      z.object({
        id: instanceId,
        repository: z.string().transform((text) => cleanLine(text)),
        failure: partFailure,
      }),
    )
    .max(5000),
});
