import type { CoreContract } from '../../../contract/contract.ts';
import type { Handlers } from '../../../contract/define.ts';
import type { Result } from '../../../contract/failure.ts';
import type { OperationStep } from '../../../contract/operation.ts';
import type { CodeServerSource, CodeServers, PlanStep } from '../../../contract/setup.ts';
import type { Host } from '../../host.ts';
import type { CodeServerFacts } from './facts.ts';

/** The step `code-server` of a plan, with what it would take. */
export type CodeServerPlanStep = PlanStep & {
  /** What is downloaded or sent at most, bytes; null when unknown, 0 when there is nothing to do. */
  readonly downloadBytes: number | null;
  /** What it takes on the host's disk, bytes. */
  readonly diskBytes: number;
};

/** How a code-server is to be installed. */
export interface InstallOptions {
  /** From where, in this order; empty means all, in the usual order. */
  readonly sources: readonly CodeServerSource[];
  readonly onStep: (step: OperationStep) => void;
  /** An abort calls the installation off, here and on the host; the answer is then `cancelled`, or done when it was quicker. */
  readonly signal: AbortSignal;
}

/** What Berth knows and does about the code-servers of hosts. */
export interface CodeServersOfHosts {
  readonly handlers: Pick<Handlers<CoreContract>['setup'], 'codeServers' | 'useCodeServer' | 'removeCodeServer'>;
  /** What is there, and what the host could install from. */
  look(host: Host, signal?: AbortSignal): Promise<Result<CodeServerFacts>>;
  /** The step of a plan; changes nothing. */
  planStep(host: Host, signal?: AbortSignal): Promise<Result<CodeServerPlanStep>>;
  /** Brings the pinned version to a host, from the first source that works, and makes it the one of new starts. */
  install(host: Host, options: InstallOptions): Promise<Result<CodeServers>>;
}
