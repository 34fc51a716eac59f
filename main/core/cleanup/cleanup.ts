import {
  type CleanupLevel,
  cleanupItem,
  cleanupPreview,
  cleanupReport,
  cleanupWarning,
} from '../../contract/cleanup.ts';
import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { FindHost } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import { cleanLine } from '../remote/untrusted.ts';
import { operationStream } from '../streams/operation-stream.ts';

const longestPath = 4096;
const cleanOrNull = (text: string | null) => (text === null ? null : cleanLine(text));
const item = cleanupItem.transform((raw) => ({
  ...raw,
  target: cleanLine(raw.target, longestPath),
  instanceId: cleanOrNull(raw.instanceId),
  owner: cleanOrNull(raw.owner),
  reason: cleanLine(raw.reason),
  obstacle: cleanOrNull(raw.obstacle),
}));
const warning = cleanupWarning.transform((raw) => ({
  repository: cleanLine(raw.repository),
  path: cleanLine(raw.path, longestPath),
  message: cleanLine(raw.message),
}));
const preview = cleanupPreview.extend({ items: item.array().max(5000), warnings: warning.array().max(1000) });
const report = cleanupReport.extend({
  removed: item.array().max(5000),
  remaining: item.array().max(5000),
  backupPath: cleanupReport.shape.backupPath.transform((path) => (path === null ? null : cleanLine(path, longestPath))),
});

/** Adding up the sizes of large folders and looking for uncommitted work takes its time on a slow disk. */
const previewTimeoutMs = 60_000;
/** Processes that do not end by themselves, and folders with a hundred thousand files. */
const runTimeoutMs = 300_000;

interface RunInput {
  readonly profile: string;
  readonly level: CleanupLevel;
  readonly digest: string | null;
  readonly ticked: readonly string[];
}

/** The handlers of `cleanup`. */
export function createCleanup(findHost: FindHost): Handlers<CoreContract>['cleanup'] {
  const run = async ({ profile, level, digest, ticked }: RunInput, onStep: (step: OperationStep) => void) => {
    const host = await findHost(profile);
    if (!host.ok) return host;
    const { link, remote } = host.value;
    const args = ['--level', level, '--yes'];
    if (digest !== null) args.push('--digest', digest);
    // One argument for all of them, because a request holds fewer than a thousand.
    if (ticked.length > 0) args.push('--tick', ticked.join(','));
    const answer = await remote.operate('cleanup', args, report, { timeoutMs: runTimeoutMs, onStep });
    if (level === 'everything' && answer.ok) {
      // Nothing stays until the user comes back: the next look at this host would push the scripts again.
      remote.dispose();
      await link.disconnect();
    }
    return answer;
  };

  return {
    preview: async ({ profile, level }, { signal }) => {
      const host = await findHost(profile);
      if (!host.ok) return narrowFailures(host);
      const args = ['--level', level, '--dry-run'];
      const options = { timeoutMs: previewTimeoutMs, signal };
      return narrowFailures(await host.value.remote.call('cleanup', args, preview, options));
    },
    run: (input) => operationStream((onStep) => run(input, onStep)),
  };
}
