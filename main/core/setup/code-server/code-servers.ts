import type { CoreContract } from '../../../contract/contract.ts';
import type { Handlers } from '../../../contract/define.ts';
import { type Result, succeed } from '../../../contract/failure.ts';
import type { OperationStep } from '../../../contract/operation.ts';
import type { CodeServerSource, CodeServers, PlanStep } from '../../../contract/setup.ts';
import type { FindHost, Host } from '../../host.ts';
import { narrowFailures } from '../../narrow-failures.ts';
import type { Clock, CodeServerReleases, FetchFromWeb } from '../../ports.ts';
import { operationStream } from '../../streams/operation-stream.ts';
import { ArchiveCache } from './archive-cache.ts';
import { type CodeServerFacts, codeServerFacts, toCodeServers } from './facts.ts';
import { installCodeServer } from './install.ts';
import { lookAtCodeServers } from './look.ts';
import { archiveFor } from './verdict.ts';

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
  /** Brings the pinned version to a host, from the first source that works, and makes it the one of new starts. */
  install(host: Host, options: InstallOptions): Promise<Result<CodeServers>>;
}

/** What the code-servers of hosts are made of. */
export interface CodeServersParts {
  readonly findHost: FindHost;
  readonly clock: Clock;
  readonly releases: CodeServerReleases;
  /** Folder of this computer for the archives that are sent; nothing else may be in it. */
  readonly cacheDirectory: string;
  /** How this computer asks the web. */
  readonly fetch: FetchFromWeb;
  /** Aborts when this process ends: what it downloads or sends would keep it. */
  readonly closing: AbortSignal;
}

/** A first start, or the removal of ten thousands of files, on a slow disk. */
const changeTimeoutMs = 180_000;

/** Looks after the code-servers of hosts. */
export function createCodeServers(parts: CodeServersParts): CodeServersOfHosts {
  const { findHost, clock, releases, cacheDirectory, fetch, closing } = parts;
  const cache = new ArchiveCache(cacheDirectory, releases, { clock, fetch });
  const told = (facts: Result<CodeServerFacts>): Result<CodeServers> =>
    facts.ok ? succeed(toCodeServers(facts.value, releases.version, archiveFor(facts.value, releases)?.sha256)) : facts;
  const change = (verb: 'code-server-use' | 'code-server-remove') => (input: { profile: string; version: string }) =>
    operationStream(async (onStep) => {
      const host = await findHost(input.profile);
      if (!host.ok) return host;
      const options = { timeoutMs: changeTimeoutMs, onStep };
      return told(await host.value.remote.operate(verb, ['--version', input.version], codeServerFacts, options));
    });

  return {
    handlers: {
      codeServers: async ({ profile }, { signal }) => {
        const host = await findHost(profile);
        return narrowFailures(host.ok ? told(await lookAtCodeServers(host.value, signal)) : host);
      },
      useCodeServer: change('code-server-use'),
      removeCodeServer: change('code-server-remove'),
    },
    install: async (host, options) => told(await installCodeServer({ clock, releases, cache, closing }, host, options)),
  };
}
