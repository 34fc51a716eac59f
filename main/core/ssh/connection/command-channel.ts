import type { Readable } from 'node:stream';
import { PassThrough, Writable } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import type { TerminalSize } from '../../../contract/session-words.ts';
import type { CommandChannel, ExitOutcome, TerminalChannel } from '../link.ts';
import { TerminalReadable } from './terminal-window.ts';

/** What of an output is kept for a reader that comes late. */
const unreadLimitBytes = 1024 * 1024;

/** A command channel and the connection's way to end it when the link is gone. */
export interface TrackedCommand {
  readonly command: CommandChannel;
  /** Ends everything at once; the outcome is unknown unless the exit status has come already. */
  cut(): void;
}

/** The part of an ssh2 1.17 channel that its types leave out: how much the host still lets us send. Another version may lack it. */
interface ChannelInternals {
  readonly outgoing?: { readonly window?: number };
}

/** How much of what was written is still on its way; null where the channel does not tell. A host lets us send as much again as it has taken. */
function underwayOf(channel: ClientChannel): (() => number) | null {
  const { outgoing } = channel as unknown as ChannelInternals;
  const wholeWindowBytes = outgoing?.window;
  if (typeof wholeWindowBytes !== 'number') return null;
  return () => Math.max(0, wholeWindowBytes - (outgoing?.window ?? wholeWindowBytes));
}

/** A terminal and the connection's way to end it when the link is gone. */
export interface TrackedTerminal extends TrackedCommand {
  readonly command: TerminalChannel;
}

/** Gives an ssh2 exec channel the behaviour `CommandChannel` promises. */
export function trackCommand(channel: ClientChannel): TrackedCommand {
  return track(channel, drain(channel), drain(channel.stderr));
}

/** Gives an ssh2 exec channel that has a terminal the behaviour `TerminalChannel` promises. */
export function trackTerminal(channel: ClientChannel): TrackedTerminal {
  const output = new TerminalReadable(channel);
  const finish = () => output.finish();
  const stdout = { output, finish, discard: finish };
  const { command, cut } = track(channel, stdout, drain(new PassThrough().end()));
  // ssh2 leaves a request on a closed channel out by itself.
  const resize = ({ columns, rows }: TerminalSize) => channel.setWindow(rows, columns, 0, 0);
  return { command: { ...command, resize }, cut };
}

function track(channel: ClientChannel, stdout: Drained, stderr: Drained): TrackedCommand {
  const { promise: ended, resolve } = Promise.withResolvers<ExitOutcome>();
  let outcome: ExitOutcome = { kind: 'unknown' };
  channel.on('exit', (code: number | null, signal?: string) => {
    if (typeof code === 'number') outcome = { kind: 'exited', code };
    else if (signal) outcome = { kind: 'signalled', signal };
  });
  const stdin = stdinOf(channel);
  const underwayBytes = underwayOf(channel);
  const finish = () => {
    stdin.destroy();
    resolve(outcome);
  };
  channel.on('close', finish);
  // A write that comes after the end makes ssh2 emit this; the writer hears of it through `stdin`.
  channel.on('error', (error: Error) => stdin.destroy(error));
  const cut = () => {
    stdout.finish();
    stderr.finish();
    finish();
  };
  return {
    command: {
      stdin,
      stdout: stdout.output,
      stderr: stderr.output,
      ...(underwayBytes === null ? {} : { underwayBytes }),
      ended,
      close: () => {
        stdout.discard();
        stderr.discard();
        channel.close();
        // sshd confirms a close only after the command ended, which may be never; nobody here waits for that.
        cut();
      },
    },
    cut,
  };
}

/** ssh2 never calls back for a write on a closed channel; this stream does, because it is destroyed with the channel. */
function stdinOf(channel: ClientChannel): Writable {
  const stdin = new Writable({
    write: (chunk, _encoding, done) => void channel.write(chunk, done),
    final: (done) => {
      channel.end();
      done();
    },
  });
  // Whoever writes and does not listen must not bring the process down when a command ends early.
  stdin.on('error', () => undefined);
  return stdin;
}

/** An output that is read as it comes. */
interface Drained {
  readonly output: Readable;
  /** Nothing more comes. */
  finish(): void;
  /** Nobody wants what comes. */
  discard(): void;
}

/** ssh2 never closes a channel whose outputs are not read to the end, so they are read here whether anybody wants them or not. */
function drain(source: Readable): Drained {
  const output = new PassThrough({ highWaterMark: unreadLimitBytes });
  let isDiscarding = false;
  const hasReader = () => output.readableFlowing !== null || output.listenerCount('readable') > 0;
  source.on('data', (chunk: Buffer) => {
    if (isDiscarding || output.writableEnded || output.destroyed) return;
    if (output.writableNeedDrain && !hasReader()) return;
    if (!output.write(chunk) && hasReader()) source.pause();
  });
  source.on('end', () => void output.end());
  output.on('drain', () => source.resume());
  output.on('close', () => source.resume());
  return {
    output,
    finish: () => void output.end(),
    discard: () => {
      isDiscarding = true;
      source.resume();
    },
  };
}
