import { randomBytes } from 'node:crypto';
import { type Result, succeed } from '../../contract/failure.ts';
import type { Clock } from '../ports.ts';
import {
  ChannelRefusedError,
  FurtherConnectionError,
  type Link,
  LinkLostError,
  type TerminalChannel,
} from '../ssh/link.ts';
import { attachFailed, lineImpossible, terminalsForbidden } from './attach-failures.ts';
import { attachLine } from './attach-line.ts';
import { hearMarker } from './hear-marker.ts';
import type { AttachOptions, RemoteTerminal, TerminalEnd, TerminalProgram } from './remote-terminal.ts';
import { linkLost, sessionRefused } from './script-failures.ts';
import { TerminalOutput } from './terminal-output.ts';

/** The only command Berth ever sends: it survives fish, tcsh, ash, dash and noisy start-up files. */
const onlyCommand = 'exec /bin/sh -s';
const what = 'the terminal was opened';

/** What a program is to be run in a terminal with; `home` is Berth's folder on the host. */
export interface AttachRequest {
  readonly program: TerminalProgram;
  readonly args: readonly string[];
  readonly home: string;
  readonly scriptsHash: string;
}

/**
 * Runs a program of the scripts in a terminal. It says a marker first; what the login shell printed before that is not
 * shown, and what follows is the program's. An abort rejects with its reason.
 */
export async function attach(
  link: Link,
  clock: Clock,
  { program, args, home, scriptsHash }: AttachRequest,
  { size, signal }: AttachOptions,
): Promise<Result<RemoteTerminal>> {
  const nonce = randomBytes(16).toString('hex');
  const line = attachLine(`${home}/scripts/${scriptsHash}/${program}`, [nonce, home, ...args]);
  if (line === null) return lineImpossible();
  const opened = await openTerminal(link, { size, ...(signal ? { signal } : {}) });
  if (!opened.ok) return opened;
  const channel = opened.value;
  channel.stdin.write(line);
  const heard = await hearMarker(channel, nonce, clock);
  signal?.throwIfAborted();
  if (!heard.ok) {
    channel.close();
    return heard;
  }
  const { isReady, word, before, after } = heard.value;
  if (!isReady) {
    channel.close();
    return attachFailed(word, before);
  }
  // It waits until it was heard: tmux throws away what its terminal has not passed on yet.
  if (program === 'session-attach') channel.stdin.write('\n');
  return succeed(terminalOf(channel, word, after, signal));
}

async function openTerminal(link: Link, options: AttachOptions): Promise<Result<TerminalChannel>> {
  try {
    return succeed(await link.terminal(onlyCommand, options));
  } catch (error) {
    if (error instanceof LinkLostError) return linkLost(what);
    if (error instanceof FurtherConnectionError) return { ok: false, failure: error.failure };
    if (!(error instanceof ChannelRefusedError)) throw error;
    return error.reason === 'no-terminal' ? terminalsForbidden(error.message) : sessionRefused(error.message);
  }
}

function terminalOf(
  channel: TerminalChannel,
  word: string,
  begun: Buffer,
  signal: AbortSignal | undefined,
): RemoteTerminal {
  let isClosed = false;
  const close = () => {
    isClosed = true;
    channel.close();
  };
  const ended = channel.ended.then((outcome): TerminalEnd => {
    if (outcome.kind !== 'unknown') return outcome;
    return { kind: isClosed || signal?.aborted ? 'closed' : 'lost' };
  });
  return {
    word,
    output: new TerminalOutput(channel.stdout, begun, close),
    write: (bytes) => void channel.stdin.write(bytes),
    resize: (size) => channel.resize(size),
    ended,
    close,
  };
}
