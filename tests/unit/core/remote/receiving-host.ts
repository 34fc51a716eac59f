import { PassThrough, Writable } from 'node:stream';
import type { ExitOutcome, Link } from '../../../../main/core/ssh/link.ts';
import { createProcessLink } from '../../../support/fakes/process-link.ts';

/** One session of a host that takes bytes. */
export interface Receiving {
  readonly nonce: string;
  /** The mode that the session was begun in. */
  readonly mode: string;
  readonly command: string;
  readonly args: readonly string[];
  /** What came after the request. */
  readonly received: () => Buffer;
  /** Resolves once so many bytes came. */
  holds(byteCount: number): Promise<void>;
  /** Prints one line on stdout. */
  say(line: string): void;
  /** Prints a document and the end of the answer. */
  answer(document: unknown, exitCode?: number): void;
  /** Ends the channel as a lost link does. */
  cut(): void;
}

/**
 * A link whose host greets honestly and hands each request to `serve`. With `windowBytes` it takes only so many bytes until
 * `open` lets it take more, as an SSH channel does.
 */
export function createReceivingHost(
  serve: (session: Receiving) => void | Promise<void>,
  windowBytes = Number.POSITIVE_INFINITY,
) {
  const windows: (() => void)[] = [];
  const isClosed: boolean[] = [];
  const exec: Link['exec'] = async () => {
    const at = isClosed.push(false) - 1;
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const { promise: ended, resolve } = Promise.withResolvers<ExitOutcome>();
    let heard = Buffer.alloc(0);
    let [nonce, mode] = ['', ''];
    let session: { bytes: Buffer[]; count: number; waiters: { byteCount: number; resolve: () => void }[] } | null =
      null;
    const end = () => {
      isClosed[at] = true;
      stdout.end();
      stderr.end();
      stdin.destroy();
      resolve({ kind: 'unknown' });
    };
    const say = (line: string) => void stdout.write(`${line}\n`);
    const take = (bytes: Buffer) => {
      if (session === null) return;
      session.bytes.push(bytes);
      session.count += bytes.length;
      for (const waiter of session.waiters) if (session.count >= waiter.byteCount) waiter.resolve();
    };
    const read = (chunk: Buffer) => {
      if (session !== null) return take(chunk);
      heard = Buffer.concat([heard, chunk]);
      const text = heard.toString('latin1');
      const begin = /berth_bootstrap (\w+) \S+ \S+ (\w+)/.exec(text);
      if (nonce === '' && begin !== null) {
        [nonce, mode] = [begin[1] ?? '', begin[2] ?? ''];
        heard = Buffer.alloc(0);
        say(`BERTH ${nonce} ready`);
        return;
      }
      const [, command, count, ...rest] = text.split('\0');
      if (command === undefined || count === undefined || rest.length <= Number(count)) return;
      const args = rest.slice(0, Number(count));
      const begun = { bytes: [] as Buffer[], count: 0, waiters: [] as { byteCount: number; resolve: () => void }[] };
      session = begun;
      void serve({
        nonce,
        mode,
        command,
        args,
        received: () => Buffer.concat(begun.bytes),
        holds: (byteCount) =>
          begun.count >= byteCount
            ? Promise.resolve()
            : new Promise((done) => begun.waiters.push({ byteCount, resolve: done })),
        say,
        answer: (document, exitCode = 0) => {
          stdout.write(`${JSON.stringify(document)}\nBERTH-END ${nonce} ${exitCode}\n`);
          stderr.write(`BERTH-END ${nonce}\n`);
        },
        cut: end,
      });
    };
    const stdin = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        const isFull = session !== null && session.count + chunk.length > windowBytes;
        if (isFull) {
          windows.push(() => {
            read(chunk);
            done();
          });
          return;
        }
        read(chunk);
        done();
      },
    });
    stdin.on('error', () => {});
    return { stdin, stdout, stderr, ended, close: end };
  };
  const link: Link = { ...createProcessLink({}), exec };
  return {
    link,
    /** How many writes wait for room. */
    waitingCount: () => windows.length,
    /** Lets one waiting write in. */
    open: () => windows.shift()?.(),
    /** Whether each of the channels was closed, in their order. */
    closed: () => isClosed,
  };
}
