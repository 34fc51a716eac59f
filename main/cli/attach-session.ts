import { once } from 'node:events';
import type { Readable } from 'node:stream';
import type { CoreContract } from '../contract/contract.ts';
import type { Client } from '../contract/define.ts';
import type { Failure } from '../contract/failure.ts';
import type { KeyTurn } from './asking/key-turn.ts';
import { UsageError } from './parse-command.ts';
import type { Output } from './printing/output.ts';

/** A terminal that keys come from, as `process.stdin` is one. */
export interface KeySource extends Readable {
  readonly isTTY?: boolean;
  setRawMode?(isRaw: boolean): unknown;
}

/** A terminal that shows, as `process.stdout` is one. */
export interface ShownOn extends Output {
  write(text: string | Uint8Array): unknown;
  readonly columns?: number;
  readonly rows?: number;
  on?(event: 'resize', listener: () => void): unknown;
  off?(event: 'resize', listener: () => void): unknown;
}

/** The terminal that a session is shown in. */
export interface OwnTerminal {
  readonly stdin: KeySource;
  readonly stdout: ShownOn;
  readonly stderr: Output;
  readonly signal: AbortSignal;
  /** Whoever asks something while the session is shown borrows its keys. */
  readonly keys: KeyTurn;
}

/** Ctrl-], which telnet took for the same, and hardly any program for anything else. */
const leavingByte = 0x1d;
/** Back to the usual screen, with its cursor, without colours, mouse, focus and paste marks. */
const usualScreen = '\u001b[?1049l\u001b[?25h\u001b[0m\u001b[?1000;1002;1003;1004;1006;2004l\u001b[?1l\u001b>';

type Sessions = Client<CoreContract>['sessions'];

/** What became of it is told by the terminal itself; where Berth ends meanwhile, nobody is there to be told. */
function heedless(asked: Promise<unknown>): void {
  asked.catch(() => undefined);
}

/** Refuses what no session can be shown in. Throws `UsageError`. */
export function refuseNoTerminal({ stdin, stdout }: Pick<OwnTerminal, 'stdin' | 'stdout'>): void {
  if (stdin.isTTY === true && stdout.isTTY === true) return;
  throw new UsageError(
    'A session can only be shown in a terminal.',
    'Use berth sessions capture and berth sessions send where there is none.',
  );
}

/** Shows a session in this terminal until it ends or is left; the failure that kept it from being shown, or null. */
export async function attachSession(
  sessions: Sessions,
  input: Readonly<Record<string, unknown>>,
  terminal: OwnTerminal,
): Promise<Failure | null> {
  const { stdin, stdout, stderr } = terminal;
  const left = new AbortController();
  const signal = AbortSignal.any([left.signal, terminal.signal]);
  const size = () => ({ columns: Math.max(2, stdout.columns ?? 80), rows: Math.max(1, stdout.rows ?? 24) });
  const say = (words: string) => stderr.write(`berth: ${words}\r\n`);
  let view: string | null = null;
  let isRaw = false;
  let isOver = false;

  const onKeys = (keys: Buffer | string) => {
    const bytes = typeof keys === 'string' ? Buffer.from(keys) : keys;
    const at = bytes.indexOf(leavingByte);
    const typed = at < 0 ? bytes : bytes.subarray(0, at);
    // What is typed while the link is away is gone, and the line about the link says so.
    if (typed.length > 0 && view !== null) heedless(sessions.type({ view, bytes: new Uint8Array(typed) }));
    if (at >= 0) left.abort();
  };
  const onResize = () => {
    if (view !== null) heedless(sessions.resize({ view, size: size() }));
  };
  const hear = () => {
    stdin.setRawMode?.(true);
    stdin.on('data', onKeys);
    stdin.resume();
  };
  const stopHearing = () => {
    stdin.off('data', onKeys);
    stdin.setRawMode?.(false);
    stdin.pause();
    stdout.write(usualScreen);
  };
  terminal.keys.ownedBy(() => {
    // Before it is shown, and after it is over, its keys are nobody's.
    if (!isRaw || isOver) return () => {};
    stopHearing();
    return () => {
      if (!isOver) hear();
    };
  });
  const begin = () => {
    if (isRaw) return;
    isRaw = true;
    say('Ctrl-] leaves; the session goes on.');
    hear();
    stdout.on?.('resize', onResize);
  };
  const end = () => {
    isOver = true;
    if (!isRaw) return;
    stopHearing();
    stdout.off?.('resize', onResize);
  };

  let last = 'left; the session goes on.';
  let failure: Failure | null = null;
  // The contract checks it; without a session it is a plain shell.
  const asked = { session: null, ...input, size: size() } as unknown as Parameters<Sessions['attach']>[0];
  try {
    for await (const item of sessions.attach(asked, { signal })) {
      if (item.type === 'opened') {
        begin();
        view = item.view;
        onResize();
        if (!item.isKept) last = 'the plain shell ended.';
      } else if (item.type === 'output') {
        // A terminal that is slow holds the host up, and not this process's memory.
        if (stdout.write(item.bytes) === false) await once(stdout as unknown as Readable, 'drain', { signal });
      } else if (item.type === 'away') {
        say(`${item.failure.message} ${item.isRetried ? 'What is typed now is lost.' : item.failure.nextStep}`);
      } else if (item.type === 'closed') last = item.reason === 'ended' ? 'the session ended.' : last;
      else if (item.type === 'failed') failure = item.failure;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    end();
  }
  if (isRaw && failure === null) stderr.write(`berth: ${last}\n`);
  return failure;
}
