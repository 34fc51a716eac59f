import { z } from 'zod';
import { base } from '../../contract/base.ts';
import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import type { Result } from '../../contract/failure.ts';
import type { FindHost, Host } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import { cleanLine } from '../remote/untrusted.ts';
import { operationStream } from '../streams/operation-stream.ts';

const line = z.string().transform((text) => cleanLine(text));
const toldBase = base.extend({ repository: line.nullable(), extensions: z.array(line).max(1000) });

/** Extensions of many hundred megabytes are copied from one folder of the host to another. */
const saveTimeoutMs = 300_000;

/** What the bases capability is made of. */
export interface BasesParts {
  readonly findHost: FindHost;
  /** Finds the instance of a repository named by id, path or name. */
  readonly findInstance: (host: Host, reference: string) => Promise<Result<{ readonly id: string }>>;
}

/** The handlers of `bases`. */
export function createBases({ findHost, findInstance }: BasesParts): Handlers<CoreContract>['bases'] {
  const ask = async (profile: string, verb: 'base-show' | 'base-clear') => {
    const host = await findHost(profile);
    return host.ok ? host.value.remote.call(verb, [], toldBase) : host;
  };
  return {
    show: async ({ profile }) => narrowFailures(await ask(profile, 'base-show')),
    save: ({ profile, repository }) =>
      operationStream(async (onStep) => {
        const host = await findHost(profile);
        if (!host.ok) return host;
        const row = await findInstance(host.value, repository);
        if (!row.ok) return row;
        const options = { timeoutMs: saveTimeoutMs, onStep };
        return host.value.remote.operate('base-save', ['--id', row.value.id], toldBase, options);
      }),
    clear: async ({ profile }) => narrowFailures(await ask(profile, 'base-clear')),
  };
}
