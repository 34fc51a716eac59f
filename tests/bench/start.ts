import { startSandbox } from '../support/sandbox/start-sandbox.ts';
import { besidePeer } from './compare.ts';
import type { Benchmark } from './figure.ts';
import { alternate, timeMs } from './rounds.ts';
import { prepareBareCodeServers } from './support/bare-code-servers.ts';
import { connectBerth } from './support/berth-side.ts';

const oneRounds = 5;
const manyRounds = 2;
/** As many as there are ports to claim by default. */
const many = Array.from({ length: 12 }, (_, index) => `pier-${index + 1}`);

/** From the click on Start to the editor's HTML through the gate, against code-server started by hand behind nginx. */
export const start: Benchmark = {
  name: 'start',
  async run(say) {
    await using stack = new AsyncDisposableStack();
    const host = await startSandbox({ kind: 'box', repositories: many });
    stack.defer(() => host.stop());
    const berth = stack.use(await connectBerth(host));
    const bare = await prepareBareCodeServers(host, many.length);

    const measure = (roundCount: number, repositories: readonly string[]) =>
      alternate(roundCount, {
        ours: async () => {
          const elapsedMs = await timeMs(() =>
            Promise.all(
              repositories.map(async (repository) => {
                await berth.start(repository);
                await berth.openPage(repository);
              }),
            ),
          );
          await Promise.all(repositories.map((repository) => berth.stop(repository)));
          return elapsedMs;
        },
        peer: async () => {
          const elapsedMs = await timeMs(() => bare.start(repositories.map((_, index) => index)));
          await bare.stop();
          return elapsedMs;
        },
      });

    say('one at a time …');
    const one = await measure(oneRounds, many.slice(0, 1));
    say('waking …');
    const [first = ''] = many;
    await berth.start(first);
    const wake = await alternate(oneRounds, {
      ours: async () => {
        await berth.suspend(first);
        return timeMs(async () => {
          await berth.start(first);
          await berth.openPage(first);
        });
      },
      peer: async () => {
        const elapsedMs = await timeMs(() => bare.start([0]));
        await bare.stop();
        return elapsedMs;
      },
    });
    await berth.stop(first);
    say(`${many.length} at once …`);
    const all = await measure(manyRounds, many);
    const name = 'by hand';
    return [
      besidePeer({ what: 'start → HTML', unit: 'ms' }, one.ours, { name, rounds: one.peer }, { atMost: 1.15 }),
      besidePeer(
        { what: 'wake → HTML', unit: 'ms' },
        wake.ours,
        { name: 'bare start', rounds: wake.peer },
        { atMost: 1.15 },
      ),
      besidePeer(
        { what: `${many.length} starts at once → last HTML`, unit: 'ms' },
        all.ours,
        { name, rounds: all.peer },
        { atMost: 1.25 },
      ),
    ];
  },
};
