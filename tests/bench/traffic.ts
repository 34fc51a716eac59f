import { startSandbox } from '../support/sandbox/start-sandbox.ts';
import { besidePeer, type RatioPromise } from './compare.ts';
import type { Benchmark, Figure } from './figure.ts';
import { alternate } from './rounds.ts';
import { benchDirectory } from './support/bench-directory.ts';
import { type BerthSide, connectBerth } from './support/berth-side.ts';
import { curl, curlAtOnce } from './support/curl.ts';
import { startFarNetwork } from './support/far-network.ts';
import { connectOpenSsh, type OpenSsh } from './support/open-ssh.ts';
import { secondMessageMs } from './support/split-messages.ts';
import { prepareTraffic, type TrafficHost } from './support/traffic-host.ts';

const farDelayMs = 25;
const gcm = 'aes128-gcm@openssh.com';
const repository = 'harbor-api';

/** One way to the box's nginx: a local port, and what must be said there. */
interface Way {
  readonly port: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** An editor's traffic through gate and link, against `ssh -L` to the same nginx in the same rounds. */
export const traffic: Benchmark = {
  name: 'traffic',
  async run(say) {
    await using stack = new AsyncDisposableStack();
    const host = await startSandbox({ kind: 'box', repositories: [repository] });
    stack.defer(() => host.stop());
    const directory = await benchDirectory(stack);
    const berth = stack.use(await connectBerth(host));
    await berth.start(repository);
    const there = await prepareTraffic(host, (await berth.open(repository)).path, await berth.openPage(repository));

    const far = { host: '127.0.0.1', port: await startFarNetwork({ ...host.ssh, delayMs: farDelayMs }, stack) };
    const ssh = stack.use(await connectOpenSsh(host, host.ssh, directory));
    const farSsh = stack.use(await connectOpenSsh(host, far, directory));
    const farBerth = stack.use(await connectBerth(host, far));

    const throughGate = async (side: BerthSide): Promise<Way> => {
      const { port, headers = {} } = await side.open(repository);
      return { port, headers };
    };
    const throughSsh = async (client: OpenSsh, cipher?: string): Promise<Way> => {
      return { port: await client.forward(there.nginxPort, cipher), headers: { cookie: there.instanceCookie } };
    };
    const near = {
      where: 'near',
      rounds: 5,
      ways: { ours: await throughGate(berth), plain: await throughSsh(ssh), sameCipher: await throughSsh(ssh, gcm) },
      promises: { large: { atLeast: 1 }, sameCipher: { atLeast: 0.9 }, small: { atMost: 0.2 }, split: { atMost: 0.2 } },
    };
    const atDistance = {
      where: `${farDelayMs * 2} ms RTT`,
      rounds: 3,
      ways: {
        ours: await throughGate(farBerth),
        plain: await throughSsh(farSsh),
        sameCipher: await throughSsh(farSsh, gcm),
      },
      promises: { large: { atLeast: 2 } },
    };
    return [...(await measure(near, there, say)), ...(await measure(atDistance, there, say))];
  },
};

/** Both sides of one distance. */
interface Distance {
  readonly where: string;
  readonly rounds: number;
  readonly ways: Readonly<Record<'ours' | 'plain' | 'sameCipher', Way>>;
  readonly promises: Partial<Record<'large' | 'sameCipher' | 'small' | 'split', RatioPromise>>;
}

async function measure(distance: Distance, there: TrafficHost, say: (line: string) => void): Promise<Figure[]> {
  const { where, rounds, ways, promises } = distance;
  const { largePath, smallPaths, splitPath } = there;
  const each = (action: (way: Way) => Promise<number>) =>
    alternate(rounds, { ours: () => action(ways.ours), plain: () => action(ways.plain) });

  say(`${where}: one large file …`);
  const large = await alternate(rounds, {
    ours: () => megabytesPerSecond(ways.ours, largePath),
    plain: () => megabytesPerSecond(ways.plain, largePath),
    sameCipher: () => megabytesPerSecond(ways.sameCipher, largePath),
  });
  say(`${where}: ${smallPaths.length} small files in turn …`);
  const small = await each(async (way) => (await curl({ ...way, paths: smallPaths })).elapsedMs);
  say(`${where}: ${smallPaths.length} small files at once …`);
  const atOnce = await each(async (way) => (await curlAtOnce({ ...way, paths: smallPaths })).elapsedMs);
  say(`${where}: split WebSocket messages …`);
  const split = await each((way) => secondMessageMs(`ws://127.0.0.1:${way.port}${splitPath}`, way.headers));

  const line = (
    what: string,
    unit: Figure['unit'],
    sides: Record<'ours' | 'plain', number[]>,
    promise?: RatioPromise,
  ): Figure =>
    besidePeer({ what: `${where}: ${what}`, unit }, sides.ours, { name: 'ssh -L', rounds: sides.plain }, promise);
  const peer = { name: 'ssh -L, aes128-gcm', rounds: large.sameCipher };
  return [
    line('200 MB file', 'MB/s', large, promises.large),
    besidePeer({ what: `${where}: 200 MB file, same cipher`, unit: 'MB/s' }, large.ours, peer, promises.sameCipher),
    line(`${smallPaths.length} small files in turn`, 'ms', small, promises.small),
    line(`${smallPaths.length} small files at once`, 'ms', atOnce),
    line('second of two WebSocket messages, p50', 'ms', split, promises.split),
  ];
}

async function megabytesPerSecond(way: Way, path: string): Promise<number> {
  const { bytes, elapsedMs } = await curl({ ...way, paths: [path] });
  return bytes / elapsedMs / 1000;
}
