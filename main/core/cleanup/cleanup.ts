import { z } from 'zod';
import { type CleanupLevel, cleanupItem } from '../../contract/cleanup.ts';
import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { FindHost } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import { cleanLine } from '../remote/untrusted.ts';
import { operationStream } from '../streams/operation-stream.ts';

const items = z
  .array(
    cleanupItem.transform((item) => ({
      ...item,
      target: cleanLine(item.target, 4096),
      reason: cleanLine(item.reason),
    })),
  )
  .max(5000);
const report = z.object({ removed: items, remaining: items });
/** Stopping twelve instances one after the other, each with its patience for processes that do not end. */
const runTimeoutMs = 300_000;

/** The handlers of `cleanup`. */
export function createCleanup(findHost: FindHost): Handlers<CoreContract>['cleanup'] {
  const run = async (profile: string, level: CleanupLevel, onStep: (step: OperationStep) => void) => {
    const host = await findHost(profile);
    if (!host.ok) return host;
    const { link, remote } = host.value;
    const options = { timeoutMs: runTimeoutMs, onStep };
    const answer = await remote.operate('cleanup', ['--level', level, '--yes'], report, options);
    if (level === 'everything' && answer.ok) {
      // Nothing stays until the user comes back: the next look at this host would push the scripts again.
      remote.dispose();
      await link.disconnect();
    }
    return answer;
  };

  return {
    preview: async ({ profile, level }) => {
      const host = await findHost(profile);
      if (!host.ok) return narrowFailures(host);
      return narrowFailures(await host.value.remote.call('cleanup', ['--level', level, '--dry-run'], items));
    },
    run: ({ profile, level }) => operationStream((onStep) => run(profile, level, onStep)),
  };
}
