import type { Duplex } from 'node:stream';
import type { Result } from '../../contract/failure.ts';
import { succeed } from '../../contract/failure.ts';
import type { Profile } from '../../contract/profiles.ts';
import type { Clock } from '../ports.ts';
import { classifyError, timeoutCauses } from './classify-error.ts';
import { SshConnection } from './connection.ts';
import type { CredentialSources } from './credentials.ts';
import { createCredentials } from './credentials.ts';
import type { Dial } from './dial-tcp.ts';
import { failureOf } from './failure-causes.ts';
import { createHostKeyVerifier } from './host-key-verifier.ts';
import type { KnownHosts } from './known-hosts.ts';
import type { LoginQuestions } from './login-questions.ts';
import { plainText } from './plain-text.ts';
import type { LinkTimings } from './timings.ts';

/** What an attempt to connect needs. */
export interface AttemptOptions {
  readonly profile: Profile;
  readonly knownHosts: KnownHosts;
  readonly credentialSources: CredentialSources;
  readonly questions: LoginQuestions;
  readonly clock: Clock;
  readonly timings: LinkTimings;
  readonly dial: Dial;
}

/** One attempt from nothing to a logged-in connection. An abort makes it fail soon and leaves nothing open. */
export async function attemptConnection(options: AttemptOptions, signal: AbortSignal): Promise<Result<SshConnection>> {
  const { profile, questions, clock, timings } = options;
  const keys = await options.knownHosts.check(profile);
  if (!keys.ok) return keys;
  const stream = await dialInTime(options, signal);
  if (!stream.ok) return stream;
  const credentials = createCredentials(profile, options.credentialSources);
  const verifier = createHostKeyVerifier(profile, keys.value);
  const connection = new SshConnection(verifier, { profile, credentials, questions, clock, timings });
  const opened = await connection.open(stream.value, signal);
  return opened.ok ? succeed(connection) : opened;
}

async function dialInTime(options: AttemptOptions, signal: AbortSignal): Promise<Result<Duplex>> {
  const { profile, clock, timings, dial } = options;
  const tooLate = new AbortController();
  const stopTimer = clock.after(timings.tcpMs, () => tooLate.abort(new Error('Nobody answered in time.')));
  try {
    return succeed(await dial(AbortSignal.any([signal, tooLate.signal])));
  } catch (error) {
    const cause = tooLate.signal.aborted ? timeoutCauses.tcp : classifyError(error, 'tcp');
    const detail = plainText(error instanceof Error ? error.message : String(error));
    return { ok: false, failure: failureOf(cause, profile, { detail }) };
  } finally {
    stopTimer();
  }
}
