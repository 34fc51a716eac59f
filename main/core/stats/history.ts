import { z } from 'zod';
import type { Result } from '../../contract/failure.ts';
import { instanceId } from '../../contract/references.ts';
import { type HistoryPoint, historyPoint } from '../../contract/stats.ts';
import type { Host } from '../host.ts';

const amount = z.number().transform((figure) => Math.max(0, figure));

/** An instance, what it took, and that by role: as an array, because a day of them has to fit into one answer. */
const toldInstance = z
  .tuple([instanceId, amount, amount, amount, amount, amount, amount, amount])
  .transform(([id, memoryBytes, server, extensionHost, languageServer, fileWatcher, terminal, other]) => ({
    id,
    memoryBytes,
    byRole: {
      serverBytes: server,
      extensionHostBytes: extensionHost,
      languageServerBytes: languageServer,
      fileWatcherBytes: fileWatcher,
      terminalBytes: terminal,
      otherBytes: other,
    },
  }));

/** What `stats-history` answers. */
const toldHistory = z.object({
  points: z.array(historyPoint.extend({ instances: z.array(toldInstance).max(200) })).max(2000),
  nowMs: z.number(),
});

const timeoutMs = 30_000;

/** What a host noted of itself, oldest first; `fromMs` null is all that it keeps. */
export async function readHistory(
  { remote }: Host,
  { fromMs, pointCount }: { readonly fromMs: number | null; readonly pointCount: number },
  signal: AbortSignal,
): Promise<Result<{ points: HistoryPoint[]; nowMs: number }>> {
  const from = Math.max(0, Math.floor(fromMs ?? 0));
  const args = ['--from', String(from), '--points', String(pointCount)];
  const told = await remote.call('stats-history', args, toldHistory, { signal, timeoutMs });
  if (!told.ok) return told;
  const points = told.value.points.toSorted((one, other) => one.atMs - other.atMs);
  return { ok: true, value: { points, nowMs: told.value.nowMs } };
}
