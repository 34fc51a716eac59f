import { z } from 'zod';
import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { hostPort } from '../../contract/host-ports.ts';
import type { FindHost } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import { reconcile } from '../remote/reconcile.ts';
import { cleanOutputLine } from '../remote/redaction/clean-output.ts';
import { cleanLine } from '../remote/untrusted.ts';

const cleaned = (text: string | null) => (text === null ? null : cleanLine(text));

const portRows = z
  .array(
    hostPort.transform((row) => ({
      ...row,
      address: cleaned(row.address),
      instanceId: cleaned(row.instanceId),
      user: cleaned(row.user),
      command: row.command === null ? null : cleanOutputLine(row.command),
    })),
  )
  .max(5000);

/** The handlers of `ports`. */
export function createHostPorts(findHost: FindHost): Handlers<CoreContract>['ports'] {
  return {
    list: async ({ profile }, { signal }) => {
      const host = await findHost(profile);
      if (!host.ok) return narrowFailures(host);
      const { portFirst, portLast } = host.value.profile;
      const args = ['--port-first', String(portFirst), '--port-last', String(portLast), '--with-udp'];
      return narrowFailures(await host.value.remote.call('ports-list', args, portRows, { signal }));
    },
    reconcile: async ({ profile }) => {
      const host = await findHost(profile);
      return narrowFailures(host.ok ? await reconcile(host.value.remote) : host);
    },
  };
}
