import type { Readable } from 'node:stream';
import type { Failure, Result } from '../../contract/failure.ts';
import { succeed } from '../../contract/failure.ts';
import type { CommandChannel } from '../ssh/link.ts';
import type { RawAnswer } from './document.ts';
import { LineTooLongError, readLines } from './lines.ts';
import { cleanText, keepBeginning } from './untrusted.ts';

/** How the far end of a session ended. */
export interface SessionEnd {
  readonly how: string;
  readonly isLinkLost: boolean;
  /** What the host did that no honest one does; the session was closed for it. */
  readonly fault: string | null;
}

type LineListener = (line: string) => void;

/**
 * One channel with the scripts at its far end, after or during the handshake. It only splits lines and remembers
 * the end; `handshake` and `ask` give the lines a meaning, one at a time.
 */
export class ScriptSession {
  readonly nonce: string;
  /** Settles when the channel is closed; never rejects. */
  readonly ended: Promise<void>;
  readonly #channel: CommandChannel;
  #onStdout: LineListener = () => {};
  #onStderr: LineListener = () => {};
  #onEnd: (end: SessionEnd) => void = () => {};
  #log: string[] = [];
  #end: SessionEnd | null = null;
  #fault: string | null = null;

  constructor(channel: CommandChannel, nonce: string) {
    this.nonce = nonce;
    this.#channel = channel;
    // A write to a channel that just went away is reported by `ended`.
    channel.stdin.on('error', () => {});
    const onFault = (error: Error | null) => {
      if (error instanceof LineTooLongError) this.#fault = error.message;
      if (error !== null) {
        this.#remember(error.message);
        channel.close();
      }
    };
    const read = (output: Readable, onLine: LineListener) =>
      new Promise<void>((resolve) => {
        readLines(output, onLine, (error) => {
          onFault(error);
          resolve();
        });
      });
    const stdout = read(channel.stdout, (line) => this.#onStdout(line));
    const stderr = read(channel.stderr, (line) => this.#heardStderr(line));
    // A command that is short of breath ends before the first line of it was read; its last words count.
    this.ended = Promise.all([channel.ended, stdout, stderr]).then(([outcome]) => {
      const how =
        outcome.kind === 'exited'
          ? `exit code ${outcome.code}`
          : outcome.kind === 'signalled'
            ? `signal ${outcome.signal}`
            : 'no exit code';
      this.#end = { how, isLinkLost: outcome.kind === 'unknown', fault: this.#fault };
      this.#onEnd(this.#end);
    });
  }

  /** True once the channel is closed; such a session answers nothing any more. */
  get hasEnded(): boolean {
    return this.#end !== null;
  }

  /** What was written to stderr since the last answer, cleaned for display. */
  get log(): string {
    return cleanText(this.#log.join('\n'));
  }

  write(bytes: Buffer | string): void {
    this.#channel.stdin.write(bytes);
  }

  /** Writes and waits until the far end takes more; false when it is gone. */
  pour(bytes: Uint8Array): Promise<boolean> {
    const written = new Promise<boolean>((resolve) => {
      this.#channel.stdin.write(bytes, (error) => resolve(error === null || error === undefined));
    });
    // A write that is under way when a channel goes away is never called back.
    return Promise.race([written, this.ended.then(() => false)]);
  }

  /** How much of what was written is still on its way, bytes; 0 where that is not known. */
  get underwayBytes(): number {
    return this.#channel.underwayBytes?.() ?? 0;
  }

  /** Nothing more is written; the far end reads its end. */
  endInput(): void {
    this.#channel.stdin.end();
  }

  close(): void {
    this.#channel.close();
  }

  #remember(line: string): void {
    this.#log.push(keepBeginning(line, 4096));
    if (this.#log.length > 200) this.#log.shift();
  }

  #heardStderr(line: string): void {
    this.#onStderr(line);
    this.#remember(line);
  }

  /**
   * Listens until `decide` settles or the session ends. `decide` gets every stdout and stderr line and calls
   * `settle` with the outcome; `onSessionEnd` turns an early end into one.
   */
  listen<T>(
    decide: (settle: (outcome: Result<T>) => void) => { stdout: LineListener; stderr: LineListener },
    onSessionEnd: (end: SessionEnd) => { readonly ok: false; readonly failure: Failure },
  ): { outcome: Promise<Result<T>>; settle: (outcome: Result<T>) => void } {
    let settle: (outcome: Result<T>) => void = () => {};
    const outcome = new Promise<Result<T>>((resolve) => {
      settle = (result) => {
        this.#onStdout = this.#onStderr = () => {};
        this.#onEnd = () => {};
        resolve(result);
      };
    });
    const listeners = decide(settle);
    this.#onStdout = listeners.stdout;
    this.#onStderr = listeners.stderr;
    this.#onEnd = (end) => settle(onSessionEnd(end));
    if (this.#end !== null) settle(onSessionEnd(this.#end));
    return { outcome, settle };
  }

  /**
   * Sends one request and collects its answer: the last line before `BERTH-END` on stdout is the document. Every line
   * goes to `onProgress` as soon as it is there, and so does the document, since only the next line tells that it is the
   * last. The answer is complete when both outputs said their end.
   */
  ask(
    command: string,
    args: readonly string[],
    onProgress: LineListener,
    onSessionEnd: (end: SessionEnd) => { readonly ok: false; readonly failure: Failure },
  ): { outcome: Promise<Result<RawAnswer>>; settle: (outcome: Result<RawAnswer>) => void } {
    const marker = `BERTH-END ${this.nonce}`;
    this.#log = [];
    const asked = this.listen<RawAnswer>((settle) => {
      let lastLine = '';
      let exitCode: number | null = null;
      let isLogComplete = false;
      const settleWhenComplete = () => {
        if (exitCode === null || !isLogComplete) return;
        const log = this.log;
        settle(succeed({ document: lastLine, log, exitCode }));
      };
      return {
        stdout: (line) => {
          if (line.startsWith(`${marker} `)) {
            exitCode = Number.parseInt(line.slice(marker.length + 1), 10);
            settleWhenComplete();
            return;
          }
          onProgress(line);
          lastLine = line;
        },
        stderr: (line) => {
          if (line !== marker) return;
          isLogComplete = true;
          settleWhenComplete();
        },
      };
    }, onSessionEnd);
    this.write(encodeRequest(this.nonce, command, args));
    return asked;
  }
}

/** A request as the scripts read it: every field ends in NUL, so no field may hold one. */
export function encodeRequest(nonce: string, command: string, args: readonly string[]): string {
  const fields = [nonce, command, String(args.length), ...args];
  if (fields.some((field) => field.includes('\0'))) throw new Error('an argument holds a NUL byte');
  return fields.map((field) => `${field}\0`).join('');
}
