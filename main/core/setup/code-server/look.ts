import type { Result } from '../../../contract/failure.ts';
import type { Host } from '../../host.ts';
import { type CodeServerFacts, codeServerFacts } from './facts.ts';

/** Sizes of folders with ten thousands of files are added up. */
const timeoutMs = 60_000;

/** What is there of code-server on a host, and what the host could install from. */
export function lookAtCodeServers({ remote }: Host, signal?: AbortSignal): Promise<Result<CodeServerFacts>> {
  const options = signal === undefined ? { timeoutMs } : { timeoutMs, signal };
  return remote.call('code-server-list', [], codeServerFacts, options);
}
