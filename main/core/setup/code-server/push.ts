import { createReadStream } from 'node:fs';
import { z } from 'zod';
import { type Failure, type Result, succeed } from '../../../contract/failure.ts';
import type { Host } from '../../host.ts';
import type { Clock, CodeServerArchive } from '../../ports.ts';
import { waitForLink } from '../../remote/over-lost-link.ts';
import { pause } from '../../streams/pause.ts';
import { partialBytesOf } from './facts.ts';
import { archiveUnreadable, pushStopped } from './failures.ts';
import { lookAtCodeServers } from './look.ts';
import type { TransferSteps } from './progress.ts';
import { isSystemError } from './system-error.ts';

const received = z.object({ bytes: z.number().int().nonnegative() });

/** Tries in a row after which the host has no more than before. */
const vainTryCount = 10;
/** The host may hold the end of a transfer whose link was lost for a moment, or for as long as it takes to notice. */
const retryMs = 2000;

/** One archive that is to lie on a host. */
export interface PushRequest {
  readonly host: Host;
  readonly archive: CodeServerArchive;
  /** Where it lies here, checked. */
  readonly file: string;
  readonly clock: Clock;
  readonly steps: TransferSteps;
  readonly signal: AbortSignal;
}

const isPassing = ({ kind }: Failure) => kind === 'link-lost' || kind === 'busy' || kind === 'timed-out';

/** How much of the archive the host has, asked anew each time. */
async function bytesThere({ host, archive, signal }: PushRequest): Promise<Result<number>> {
  const facts = await lookAtCodeServers(host, signal);
  return facts.ok ? succeed(partialBytesOf(facts.value, archive.sha256)) : facts;
}

async function sendRest({ host, archive, file, steps, signal }: PushRequest): Promise<Result<number>> {
  const args = ['--sha256', archive.sha256, '--bytes', `${archive.sizeBytes}`];
  const source = {
    byteCount: archive.sizeBytes,
    open: (start: number) => createReadStream(file, { start, signal }) as AsyncIterable<Buffer>,
  };
  const onSent = (sentBytes: number) => steps.moved(sentBytes, archive.sizeBytes);
  try {
    const answer = await host.remote.send('code-server-receive', args, received, source, { signal, onSent });
    return answer.ok ? succeed(answer.value.bytes) : answer;
  } catch (error) {
    // Another Berth with the same folder, of another version, removes what that one does not bring.
    if (isSystemError(error)) return archiveUnreadable(file, error);
    throw error;
  }
}

/**
 * Sends an archive to a host, from where the host has it, until all of it is there. A lost link is waited for; an abort
 * rejects with its reason, and what arrived stays.
 */
export async function push(request: PushRequest): Promise<Result<null>> {
  const { host, archive, clock, steps, signal } = request;
  let most = -1;
  for (let triesLeft = vainTryCount; triesLeft > 0; triesLeft -= 1) {
    const up = await waitForLink({ link: host.link, signal }, (title) => steps.tell('progress', title));
    if (!up.ok) return up;
    const there = await bytesThere(request);
    if (there.ok && there.value === archive.sizeBytes) return succeed(null);
    if (there.ok && there.value > most) {
      most = there.value;
      triesLeft = vainTryCount;
    }
    const sent = there.ok ? await sendRest(request) : there;
    if (sent.ok && sent.value === archive.sizeBytes) return succeed(null);
    if (!sent.ok && !isPassing(sent.failure)) return sent;
    // The link tells a moment later than its channels that it is gone.
    await pause(clock, retryMs, signal);
    signal.throwIfAborted();
  }
  return pushStopped();
}
