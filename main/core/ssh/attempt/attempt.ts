import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Result } from '../../../contract/failure.ts';
import { succeed } from '../../../contract/failure.ts';
import type { Profile } from '../../../contract/profiles.ts';
import type { Clock } from '../../ports.ts';
import type { CredentialSources } from '../auth/credentials.ts';
import { createCredentials } from '../auth/credentials.ts';
import { lentAgent } from '../auth/lent-agent.ts';
import type { LoginQuestions } from '../auth/login-questions.ts';
import { classifyError, timeoutCauses } from '../classify-error.ts';
import { SshConnection } from '../connection/connection.ts';
import { failureOf } from '../failure-causes.ts';
import { createHostKeyVerifier } from '../host-keys/host-key-verifier.ts';
import type { KnownHosts } from '../host-keys/known-hosts.ts';
import { plainText } from '../plain-text.ts';
import type { LinkTimings } from '../timings.ts';
import { DialFailure } from '../way/dial-failure.ts';
import type { Aim, Way } from '../way/way.ts';
import { type AttemptWatch, unwatched } from './attempt-watch.ts';

/** What an attempt to connect needs. */
export interface AttemptOptions {
  readonly way: Way;
  readonly knownHosts: KnownHosts;
  readonly credentialSources: CredentialSources;
  readonly questions: LoginQuestions;
  readonly clock: Clock;
  readonly timings: LinkTimings;
  /** Told how far the attempt comes; nobody is when it is left out. */
  readonly watch?: AttemptWatch;
}

/** One attempt from nothing to a logged-in connection. An abort makes it fail soon and leaves nothing open. */
export async function attemptConnection(options: AttemptOptions, signal: AbortSignal): Promise<Result<SshConnection>> {
  const { questions, clock, timings, watch = unwatched } = options;
  const aim = await options.way.find(signal, watch);
  if (!aim.ok) return aim;
  const { profile } = aim.value;
  const keys = await options.knownHosts.check(profile);
  if (!keys.ok) return keys;
  const stream = await dialInTime(aim.value, options, signal);
  if (!stream.ok) return stream;
  const credentials = createCredentials(profile, options.credentialSources);
  const verifier = createHostKeyVerifier(profile, keys.value, watch.onHostKeys);
  const connection = new SshConnection(verifier, {
    profile,
    credentials,
    lentAgent: lentAgent(profile, options.credentialSources),
    questions,
    clock,
    timings,
    watch,
  });
  const opened = await connection.open(stream.value, signal);
  return opened.ok ? succeed(connection) : opened;
}

async function dialInTime(
  { profile, dial }: Aim,
  { clock, timings, watch = unwatched }: AttemptOptions,
  signal: AbortSignal,
): Promise<Result<Duplex>> {
  const startedAtMs = clock.nowMs();
  watch.onDialling(`Trying ${profile.address} port ${profile.port}.`);
  const tooLate = new AbortController();
  const stopTimer = clock.after(timings.tcpMs, () => tooLate.abort(new Error('Nobody answered in time.')));
  try {
    const stream = await dial(AbortSignal.any([signal, tooLate.signal]));
    watch.onStage('tcp', `${whereTo(stream, profile)} answered.`, Math.max(0, clock.nowMs() - startedAtMs));
    return succeed(stream);
  } catch (error) {
    if (error instanceof DialFailure) return { ok: false, failure: error.failure };
    const cause = tooLate.signal.aborted ? timeoutCauses.tcp : classifyError(error, 'tcp');
    const detail = plainText(error instanceof Error ? error.message : String(error));
    return { ok: false, failure: failureOf(cause, profile, { detail }) };
  } finally {
    stopTimer();
  }
}

/** What was reached: the very address, where the stream is a socket of this machine. */
function whereTo(stream: Duplex, { address, port }: Profile): string {
  const isHere = stream instanceof Socket && stream.remoteAddress !== undefined && stream.remoteAddress !== address;
  return `${address}${isHere ? ` (${stream.remoteAddress})` : ''} port ${port}`;
}
