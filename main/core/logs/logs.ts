import { z } from 'zod';
import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import type { Result } from '../../contract/failure.ts';
import { type ListedLog, type LogKind, logKind } from '../../contract/logs.ts';
import { instanceId } from '../../contract/references.ts';
import type { FindHost, Host } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import type { Clock } from '../ports.ts';
import { cleanLine } from '../remote/untrusted.ts';
import { followLog } from './follow-log.ts';

const mostLogs = 5000;

/** What `logs-list` answers. */
const listedLogs = z.array(
  z.object({
    kind: logKind,
    repository: instanceId.nullable(),
    isPrevious: z.boolean(),
    title: z.string().transform((title) => cleanLine(title)),
    sizeBytes: z.number().min(0),
    changedAtMs: z.number().min(0),
  }),
);

/** What the logs of a host are called that belong to no repository. */
const titles: Readonly<Record<Exclude<LogKind, 'instance'>, string>> = {
  operations: 'What Berth did',
  'nginx-access': 'nginx requests',
  'nginx-error': 'nginx errors',
  keeper: 'Keeper',
};

/** What the logs capability is made of. */
export interface LogsParts {
  readonly findHost: FindHost;
  /** As `findHost`, but connects nothing. */
  readonly findKnownHost: FindHost;
  /** Finds the instance of a repository named by id, path or name. */
  readonly findInstance: (host: Host, reference: string) => Promise<Result<{ readonly id: string }>>;
  readonly clock: Clock;
}

/** The handlers of `logs`. */
export function createLogs({
  findHost,
  findKnownHost,
  findInstance,
  clock,
}: LogsParts): Handlers<CoreContract>['logs'] {
  return {
    sources: async ({ profile }, { signal }) => {
      const host = await findHost(profile);
      if (!host.ok) return narrowFailures(host);
      const listed = await host.value.remote.call('logs-list', [], listedLogs, { signal });
      return narrowFailures(listed.ok ? { ok: true, value: listed.value.slice(0, mostLogs).map(toListed) } : listed);
    },
    async *follow({ profile, source, bytes, isFollowed }, { signal }) {
      const { kind, repository, isPrevious } = source;
      const host = await findHost(profile);
      if (!host.ok) {
        yield { type: 'failed', failure: host.failure };
        return;
      }
      const row = kind === 'instance' && repository !== null ? await findInstance(host.value, repository) : null;
      if (row !== null && !row.ok) {
        yield { type: 'failed', failure: row.failure };
        return;
      }
      const place = { host: host.value, lookUp: () => findKnownHost(profile), clock };
      yield* followLog(place, { kind, id: row?.value.id ?? null, isPrevious, bytes, isFollowed }, signal);
    },
  };
}

function toListed({ kind, repository, isPrevious, title, ...figures }: z.output<typeof listedLogs>[number]): ListedLog {
  return {
    source: { kind, repository, isPrevious },
    title: kind === 'instance' ? title : titles[kind],
    ...figures,
  };
}
