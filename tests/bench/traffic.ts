import { startSandbox } from '../support/sandbox/start-sandbox.ts';
import { besidePeer } from './compare.ts';
import type { Benchmark } from './figure.ts';
import { alternate } from './rounds.ts';
import { benchDirectory } from './support/bench-directory.ts';
import { type BerthSide, connectBerth } from './support/berth-side.ts';
import { curl } from './support/curl.ts';
import { startFarNetwork } from './support/far-network.ts';
import { connectOpenSsh, type OpenSsh } from './support/open-ssh.ts';
import { secondMessageMs } from './support/split-messages.ts';
import { prepareTraffic } from './support/traffic-host.ts';

const roundCount = 5;
const farRoundCount = 3;
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

    const throughGate = async (side: BerthSide): Promise<Way> => {
      const { port, headers = {} } = await side.open(repository);
      return { port, headers };
    };
    const throughSsh = async (ssh: OpenSsh, cipher?: string): Promise<Way> => {
      return { port: await ssh.forward(there.nginxPort, cipher), headers: { cookie: there.instanceCookie } };
    };
    const megabytesPerSecond = async (way: Way) => {
      const { bytes, elapsedMs } = await curl({ ...way, paths: [there.largePath] });
      return bytes / elapsedMs / 1000;
    };
    const smallFilesMs = async (way: Way) => (await curl({ ...way, paths: there.smallPaths })).elapsedMs;
    const splitMs = (way: Way) => secondMessageMs(`ws://127.0.0.1:${way.port}${there.splitPath}`, way.headers);

    const ssh = stack.use(await connectOpenSsh(host, host.ssh, directory));
    const ours = await throughGate(berth);
    const plain = await throughSsh(ssh);
    const sameCipher = await throughSsh(ssh, gcm);
    say('one large file …');
    const large = await alternate(roundCount, {
      ours: () => megabytesPerSecond(ours),
      plain: () => megabytesPerSecond(plain),
      sameCipher: () => megabytesPerSecond(sameCipher),
    });
    say('many small files …');
    const small = await alternate(roundCount, { ours: () => smallFilesMs(ours), plain: () => smallFilesMs(plain) });
    say('split WebSocket messages …');
    const split = await alternate(roundCount, { ours: () => splitMs(ours), plain: () => splitMs(plain) });

    const far = { host: '127.0.0.1', port: await startFarNetwork({ ...host.ssh, delayMs: farDelayMs }, stack) };
    const farOurs = await throughGate(stack.use(await connectBerth(host, far)));
    const farPlain = await throughSsh(stack.use(await connectOpenSsh(host, far, directory)));
    say('one large file, far away …');
    const farLarge = await alternate(farRoundCount, {
      ours: () => megabytesPerSecond(farOurs),
      plain: () => megabytesPerSecond(farPlain),
    });

    const sshL = (rounds: readonly number[]) => ({ name: 'ssh -L', rounds });
    return [
      besidePeer({ what: '200 MB file', unit: 'MB/s' }, large.ours, sshL(large.plain), { atLeast: 1 }),
      besidePeer(
        { what: '200 MB file, same cipher', unit: 'MB/s' },
        large.ours,
        { name: 'ssh -L, aes128-gcm', rounds: large.sameCipher },
        { atLeast: 0.9 },
      ),
      besidePeer(
        { what: `${there.smallPaths.length} small files in turn`, unit: 'ms' },
        small.ours,
        sshL(small.plain),
        { atMost: 0.2 },
      ),
      besidePeer({ what: 'second of two WebSocket messages, p50', unit: 'ms' }, split.ours, sshL(split.plain), {
        atMost: 0.2,
      }),
      besidePeer(
        { what: `200 MB file at ${farDelayMs * 2} ms RTT`, unit: 'MB/s' },
        farLarge.ours,
        sshL(farLarge.plain),
        { atLeast: 2 },
      ),
    ];
  },
};
