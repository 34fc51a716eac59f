import type { z } from 'zod';
import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { cloneLogin, Repository } from '../../contract/repositories.ts';
import type { FindHost } from '../host.ts';
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

interface RunningClone {
  /** The profile by everything it may be named by. */
  readonly names: Set<string>;
  readonly path: string;
  readonly controller: AbortController;
  readonly outcome: Promise<Result<Repository>>;
}

/** The host gives up after two hours. */
const timeoutMs = 7_300_000;

/** The clones that this Berth runs, so that they can be called off. */
export class Clones {
  readonly #findHost: FindHost;
  readonly #running = new Set<RunningClone>();

  constructor(findHost: FindHost) {
    this.#findHost = findHost;
  }

  /** Clones a repository; resolves when it is there, or when everything that was made is gone again. */
  async clone(request: CloneRequest, onStep: (step: OperationStep) => void): Promise<Result<Repository>> {
    const refused = refuse(request);
    if (refused !== null) return refused;
    if (this.#find(request.profile, request.path) !== undefined) {
      return fail('busy', 'clone', 'A clone into this folder is under way.', 'Wait for its end, or stop it.');
    }
    const names = new Set([request.profile]);
    const controller = new AbortController();
    const outcome = this.#run(request, names, controller.signal, onStep);
    const running = { names, path: request.path, controller, outcome };
    this.#running.add(running);
    try {
      return await outcome;
    } finally {
      this.#running.delete(running);
    }
  }

  /** Calls a clone off and waits for what becomes of it: it may have been quicker. */
  async cancel(profile: string, path: string, signal: AbortSignal): Promise<boolean> {
    const running = this.#find(profile, path);
    if (running === undefined) return false;
    running.controller.abort();
    const outcome = await unlessAborted(running.outcome, signal);
    return !outcome.ok && outcome.failure.kind === 'cancelled';
  }

  #find(profile: string, path: string): RunningClone | undefined {
    return [...this.#running].find((clone) => clone.names.has(profile) && clone.path === path);
  }

  async #run(
    request: CloneRequest,
    names: Set<string>,
    cancelSignal: AbortSignal,
    onStep: (step: OperationStep) => void,
  ): Promise<Result<Repository>> {
    const host = await this.#findHost(request.profile);
    if (!host.ok) return host;
    const { profile, remote } = host.value;
    names.add(profile.id).add(profile.name);
    const options = { timeoutMs, cancelSignal, onStep };
    const cloned = await remote.operate('repository-clone', argumentsOf(request), repositoryRow, options);
    return cloned.ok ? succeed(rememberRow(host.value, cloned.value)) : cloned;
  }
}

/** Arguments reach the host on the stdin of the scripts, never on a command line. */
function argumentsOf({ url, path, login, trustedFingerprint }: CloneRequest): string[] {
  const secret = login.kind === 'token' ? ['--user', login.user, '--token', login.token] : [];
  const trusted = trustedFingerprint === null ? [] : ['--trusted-fingerprint', trustedFingerprint];
  return ['--url', url, '--path', path, '--login', login.kind, ...secret, ...trusted];
}

function refuse({ url, path, login, trustedFingerprint }: CloneRequest): Result<never> | null {
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
