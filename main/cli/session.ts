import { type CoreContract, coreContract } from '../contract/contract.ts';
import type { Client } from '../contract/define.ts';
import type { Core } from '../core/core.ts';
import type { CorePorts } from '../core/ports.ts';
import { connect } from '../transport/connect.ts';
import { memoryPair } from '../transport/memory.ts';
import { serve } from '../transport/serve.ts';

/** A core in this process and its client. */
export interface CliSession {
  readonly client: Client<CoreContract>;
  /** Ends both; afterwards nothing keeps the process alive. */
  close(): Promise<void>;
}

/** Starts a core; it is asked through a channel like everywhere, so that inputs and outputs are checked. */
export async function openSession(
  ports: CorePorts,
  createCore: (ports: CorePorts) => Promise<Core>,
): Promise<CliSession> {
  const core = await createCore(ports);
  const [server, channel] = memoryPair();
  serve(coreContract, core.handlers, server, {
    onBug: ({ error, ...report }) => ports.logger.error({ error, ...report }, 'a call failed unexpectedly'),
  });
  return {
    client: connect(coreContract, channel),
    async close() {
      channel.close();
      await core.dispose();
    },
  };
}
