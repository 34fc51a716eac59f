import { startTestCore, succeedWith } from '../support/app/test-core.ts';
import type { SandboxHost } from '../support/sandbox/sandbox-host.ts';
import { startSandbox } from '../support/sandbox/start-sandbox.ts';
import { besidePeer } from './compare.ts';
import type { Benchmark, Figure } from './figure.ts';
import { alternate } from './rounds.ts';
import { percentile } from './statistics.ts';
import { benchDirectory } from './support/bench-directory.ts';
import { startFarNetwork } from './support/far-network.ts';
import type { Address } from './support/open-ssh.ts';
import { openPlainTerminal } from './support/open-ssh-terminal.ts';
import { connectAsPage, openPageTerminal } from './support/page-terminal.ts';
import { type TypedTerminal, typeKeys, untilPrinted } from './support/typist.ts';

const profile = 'sandbox';
const size = { columns: 120, rows: 40 };
const roundCount = 6;
const keysPerRound = 60;
const farDelayMs = 25;

/** Has the login shell of a session become a program that says each key again. */
async function beginEcho(terminal: TypedTerminal): Promise<void> {
  const begun = untilPrinted(terminal, 'echoes-42');
  terminal.type(Buffer.from("exec sh -c 'stty raw -echo; echo echoes-$((40 + 2)); exec cat'\r"));
  await begun;
}

/** From a key to its echo, as a page sees it, against `ssh -tt` into the same tmux; near and at a distance. */
export const echo: Benchmark = {
  name: 'echo',
  async run(say) {
    await using stack = new AsyncDisposableStack();
    const host = await startSandbox({ kind: 'box', hasCodeServer: false });
    stack.defer(() => host.stop());
    const directory = await benchDirectory(stack);
    const far = { host: '127.0.0.1', port: await startFarNetwork({ ...host.ssh, delayMs: farDelayMs }, stack) };
    return [
      ...(await measure(host, host.ssh, 'on the same machine', directory, say)),
      ...(await measure(host, far, `${farDelayMs} ms away`, directory, say)),
    ];
  },
};

async function measure(
  host: SandboxHost,
  address: Address,
  where: string,
  directory: string,
  say: (line: string) => void,
): Promise<Figure[]> {
  say(`keys ${where} …`);
  await using stack = new AsyncDisposableStack();
  const app = await startTestCore(host, { ssh: address });
  stack.defer(() => app.close());
  const client = await connectAsPage(app.core, stack);
  // One each: two views of one session would both be drawn for each key.
  const [own, plain] = [
    await succeedWith(client.sessions.start({ profile, title: 'own', size })),
    await succeedWith(client.sessions.start({ profile, title: 'plain', size })),
  ];
  const terminal = await openPageTerminal(client, { profile, session: own.id, size }, stack);
  const peer = openPlainTerminal(host, { address, directory, sessionId: plain.id, size }, stack);
  await beginEcho(terminal);
  await beginEcho(peer);
  const rounds = await alternate(roundCount, {
    ours: () => typeKeys(terminal, keysPerRound),
    peer: () => typeKeys(peer, keysPerRound),
  });
  for (const { id } of [own, plain]) await succeedWith(client.sessions.stop({ profile, session: id }));
  return [0.5, 0.95].map((share) => {
    const of = (samples: readonly number[][]) => samples.map((round) => percentile(round, share));
    const subject = { what: `key → echo ${where}, p${share * 100}`, unit: 'ms' } as const;
    const promise = share === 0.5 ? { atMost: 1.2 } : undefined;
    return besidePeer(subject, of(rounds.ours), { name: 'ssh -tt', rounds: of(rounds.peer) }, promise);
  });
}
