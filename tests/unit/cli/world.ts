import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { type CliWorld, runCli } from '../../../main/cli/run-cli.ts';
import { systemClock } from '../../../main/core/defaults/system-clock.ts';
import { type HostlessCore, hostlessCore } from '../../support/fakes/hostless-core.ts';

/** What one command line did. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The data directories whose cores were started, in order. */
  readonly opened: readonly string[];
}

export interface TryOptions extends Partial<Omit<CliWorld, 'argv' | 'stdin' | 'createCore'>> {
  readonly stdin?: string;
  /** What is read in place of `stdin`. */
  readonly input?: CliWorld['stdin'];
  /** Somebody sits at a terminal and types `stdin`. */
  readonly isTyped?: boolean;
  /** Makes the core of a data directory; default: a fake without profiles. */
  readonly core?: (dataDirectory: string) => HostlessCore;
}

/** Runs a command line against fake cores, in an empty scratch folder. */
export async function tryCli(argv: readonly string[], options: TryOptions = {}): Promise<Outcome> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'berth-cli-'));
  const { stdin = '', input, isTyped = false, core = () => hostlessCore(), ...rest } = options;
  const opened: string[] = [];
  const cores: HostlessCore[] = [];
  let stdout = '';
  let stderr = '';
  const code = await runCli({
    argv,
    stdin: input ?? Object.assign(Readable.from([stdin]), { isTTY: isTyped }),
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    signal: new AbortController().signal,
    interrupt: () => undefined,
    passphraseFile: null,
    version: '1.2.3',
    chosenDataDirectory: null,
    usualDataDirectory: path.join(scratch, 'usual'),
    demoDirectory: path.join(scratch, 'demo'),
    isDirectory: async () => true,
    makePorts: (dataDirectory) => ({
      dataDirectory,
      remoteScriptsDirectory: '/none',
      homeDirectory: scratch,
      agentSocket: null,
      clock: systemClock,
      secrets: null,
      logger: pino({ enabled: false }),
    }),
    createCore: async ({ dataDirectory }) => {
      opened.push(dataDirectory);
      const made = core(dataDirectory);
      cores.push(made);
      return made;
    },
    runSandbox: async () => 0,
    ...rest,
  });
  await rm(scratch, { recursive: true });
  for (const made of cores) if (made.disposeCount() !== 1) throw new Error('a core was not disposed exactly once');
  return { code, stdout, stderr, opened };
}
