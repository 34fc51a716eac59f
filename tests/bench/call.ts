import { startTestCore } from '../support/app/test-core.ts';
import { startSandbox } from '../support/sandbox/start-sandbox.ts';
import { alone, besidePeer } from './compare.ts';
import type { Benchmark, Figure } from './figure.ts';
import { alternate, timeMs } from './rounds.ts';
import { percentile } from './statistics.ts';
import { benchDirectory } from './support/bench-directory.ts';
import { measureRoundTripMs } from './support/echo.ts';
import { startFarNetwork } from './support/far-network.ts';
import { type Address, connectOpenSsh } from './support/open-ssh.ts';

const roundCount = 6;
const callsPerRound = 25;
const farDelayMs = 10;
/** What a call may cost beside the network, milliseconds. */
const callCostMs = 5;

async function repeat(action: () => Promise<unknown>): Promise<number[]> {
  const samples: number[] = [];
  for (let index = 0; index < callsPerRound; index += 1) samples.push(await timeMs(action));
  return samples;
}

/** A short call through the runner, asked as every client asks, against `ssh -S … host true`; near and at a distance. */
export const call: Benchmark = {
  name: 'call',
  async run(say) {
    await using stack = new AsyncDisposableStack();
    const host = await startSandbox({ hasCodeServer: false });
    stack.defer(() => host.stop());
    const directory = await benchDirectory(stack);

    const measure = async (where: string, address: Address, roundTripMs: number): Promise<Figure[]> => {
      say(`calls ${where} …`);
      await using place = new AsyncDisposableStack();
      const app = await startTestCore(host, { ssh: address });
      place.defer(() => app.close());
      const ssh = place.use(await connectOpenSsh(host, address, directory));
      const { ours, peer } = await alternate(roundCount, {
        ours: () => repeat(() => ask(app.client.instances.list({ profile: 'sandbox' }))),
        peer: () => repeat(() => ssh.run('true')),
      });
      const beside = (share: number, name: string) => {
        const of = (rounds: readonly number[][]) => rounds.map((samples) => percentile(samples, share));
        const subject = { what: `call ${where}, ${name}`, unit: 'ms' } as const;
        return besidePeer(subject, of(ours), { name: 'ssh -S', rounds: of(peer) }, { atMost: 1 });
      };
      const halves = ours.map((samples) => percentile(samples, 0.5));
      const what = `call ${where}, p50; 1 RTT is ${roundTripMs.toFixed(1)} ms`;
      return [beside(0.5, 'p50'), beside(0.95, 'p95'), alone({ what, unit: 'ms' }, halves, roundTripMs + callCostMs)];
    };

    const far = { host: '127.0.0.1', port: await startFarNetwork({ ...host.ssh, delayMs: farDelayMs }, stack) };
    return [
      ...(await measure('on the same machine', host.ssh, await measureRoundTripMs(0))),
      ...(await measure(`${farDelayMs} ms away`, far, await measureRoundTripMs(farDelayMs))),
    ];
  },
};

/** A call whose answer must be a success, or there is nothing to measure. */
async function ask(answer: Promise<{ readonly ok: boolean }>): Promise<void> {
  const given = await answer;
  if (!given.ok) throw new Error(`a call failed: ${JSON.stringify(given)}`);
}
