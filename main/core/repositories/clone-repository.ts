import type { z } from 'zod';
import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { cloneLogin, Repository, RunningClone } from '../../contract/repositories.ts';
import type { FindHost } from '../host.ts';
import type { Clock } from '../ports.ts';
import { calledOff } from '../remote/call-off.ts';
import { overLostLink } from '../remote/over-lost-link.ts';
import { unlessAborted } from '../streams/unless-aborted.ts';
import { refuseControlCharacters } from './change-repositories.ts';
import { rememberRow, repositoryRow } from './listed-repositories.ts';

/** What is to be cloned, from where, to where. */
export interface CloneRequest {
  readonly profile: string;
  readonly url: string;
  readonly path: string;
  readonly login: z.output<typeof cloneLogin>;
  readonly trustedFingerprint: string | null;
}

/** Which clone one is, told to everybody who follows it: nothing of it is secret. */
export type AskedClone = Pick<RunningClone, 'url' | 'path' | 'login'>;

/** The host gives up after two hours. */
const timeoutMs = 7_300_000;

/** What of a request others than its sender are told. */
export function askedOf({ url, path, login }: CloneRequest): AskedClone {
  return { url, path, login: login.kind };
}

/** Clones a repository; resolves when it is there, or when everything that was made is gone again. */
export async function cloneRepository(
  { findHost, clock }: { readonly findHost: FindHost; readonly clock: Clock },
  request: CloneRequest,
  onStep: (step: OperationStep) => void,
  signal: AbortSignal,
): Promise<Result<Repository>> {
  const command = 'repository-clone';
  try {
    // Whoever calls it off does not wait for a host that does not answer.
    const host = await unlessAborted(findHost(request.profile), signal);
    if (!host.ok) return host;
    const { link, remote } = host.value;
    const options = { timeoutMs, cancelSignal: signal, onStep };
    const cloned = await overLostLink({ link, clock, onStep, signal }, () =>
      remote.operate(command, argumentsOf(request), repositoryRow, options),
    );
    return cloned.ok ? succeed(rememberRow(host.value, cloned.value)) : cloned;
  } catch (error) {
    if (signal.aborted) return calledOff(command);
    throw error;
  }
}

/** Arguments reach the host on the stdin of the scripts, never on a command line. */
function argumentsOf({ url, path, login, trustedFingerprint }: CloneRequest): string[] {
  const secret = login.kind === 'token' ? ['--user', login.user, '--token', login.token] : [];
  const trusted = trustedFingerprint === null ? [] : ['--trusted-fingerprint', trustedFingerprint];
  return ['--url', url, '--path', path, '--login', login.kind, ...secret, ...trusted];
}

/** Why a request is refused before any host is asked; null when it is not. */
export function refuseClone({ url, path, login, trustedFingerprint }: CloneRequest): Result<never> | null {
  const isSsh = !/^(https?|git):\/\//.test(url);
  if (login.kind === 'deploy-key' && !isSsh) {
    return fail(
      'invalid-input',
      'clone',
      'A deploy key works over SSH only.',
      'Use the SSH address of the repository.',
    );
  }
  if (login.kind === 'token' && isSsh) {
    return fail('invalid-input', 'clone', 'A token works over https only.', 'Use the https address of the repository.');
  }
  return (
    refuseControlCharacters('Path', path) ??
    refuseControlCharacters('Fingerprint', trustedFingerprint ?? '') ??
    (login.kind === 'token' ? refuseControlCharacters('User name and token', login.user + login.token) : null)
  );
}
