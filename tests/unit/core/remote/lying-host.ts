import { PassThrough } from 'node:stream';
import { succeed } from '../../../../main/contract/failure.ts';
import type { ExitOutcome, Link } from '../../../../main/core/ssh/link.ts';
import { createProcessLink } from '../../../support/fakes/process-link.ts';

/** One request of the scripts' protocol, and the two outputs to answer it on. */
export interface Asked {
  readonly nonce: string;
  readonly command: string;
  readonly stdout: PassThrough;
  readonly stderr: PassThrough;
  /** Ends the channel. */
  end(outcome: ExitOutcome): void;
}

/** A link whose host begins honestly when it is told to, and then answers each request as `answer` wants. */
export function createLyingHost(greet: (asked: Asked) => void, answer: (asked: Asked) => void): Link {
  const exec: Link['exec'] = async () => {
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
    const { promise: ended, resolve } = Promise.withResolvers<ExitOutcome>();
    const end = (outcome: ExitOutcome) => {
      stdout.end();
      stderr.end();
      resolve(outcome);
    };
    let heard = '';
    let hasGreeted = false;
    stdin.on('data', (bytes: Buffer) => {
      heard += bytes.toString('utf8');
      const nonce = /berth_bootstrap (\w+)/.exec(heard)?.[1];
      if (!hasGreeted && nonce !== undefined) {
        hasGreeted = true;
        heard = '';
        greet({ nonce, command: '', stdout, stderr, end });
        return;
      }
      const [asker, command, count, ...rest] = heard.split('\0');
      // The last piece is what follows the last NUL.
      if (asker === undefined || command === undefined || rest.length <= Number(count)) return;
      heard = '';
      answer({ nonce: asker, command, stdout, stderr, end });
    });
    return { stdin, stdout, stderr, ended, close: () => end({ kind: 'unknown' }) };
  };
  const link = createProcessLink({});
  return { ...link, exec, whenConnected: async () => succeed(link.status()) };
}
