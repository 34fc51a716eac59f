import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Result, succeed } from '../../../contract/failure.ts';
import type { CodeServerArchive } from '../../ports.ts';
import { pause } from '../../streams/pause.ts';
import { downloadFailed, serverBusy } from './failures.ts';
import { type DownloadOptions, type DownloadParts, requestArchive } from './request-archive.ts';

/** Rests after tries in a row that brought nothing. */
const restsMs = [1000, 2000, 4000];
/** A server that wants to be left alone for longer is not waited for; another source may be quicker. */
const longestRestMs = 60_000;

/**
 * Downloads an archive to a file, or the rest of one; a connection that breaks is taken up again where it was. What came is
 * not looked at here. Rejects with the system's error when the file cannot be written.
 */
export async function download(
  parts: DownloadParts,
  archive: CodeServerArchive,
  path: string,
  options: DownloadOptions,
): Promise<Result<null>> {
  // Not "a", with which every write would go to the end.
  const file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    for (let vainTries = 0; ; ) {
      const { size: offset } = await file.stat();
      if (offset === archive.sizeBytes) break;
      if (offset > archive.sizeBytes) await file.truncate(0);
      const outcome = await requestArchive(parts, archive, file, offset > archive.sizeBytes ? 0 : offset, options);
      options.signal.throwIfAborted();
      if (outcome.kind === 'refused') return { ok: false, failure: outcome.failure };
      if (outcome.kind === 'complete') break;
      if ((await file.stat()).size > offset) vainTries = 0;
      const restMs = Math.max(restsMs[vainTries] ?? 0, outcome.kind === 'busy' ? outcome.restMs : 0);
      if (vainTries === restsMs.length || restMs > longestRestMs) {
        return outcome.kind === 'busy' ? serverBusy(archive, outcome.why) : downloadFailed(archive, outcome.why);
      }
      vainTries += 1;
      options.onWait(outcome.why, restMs);
      await pause(parts.clock, restMs, options.signal);
    }
    await file.sync();
    return succeed(null);
  } finally {
    await file.close();
  }
}
