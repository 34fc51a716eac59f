import { type Result, succeed } from '../../contract/failure.ts';
import type { Clock } from '../ports.ts';
import type { TerminalChannel } from '../ssh/link.ts';
import { linkLost, shellEnded, silentShell } from './script-failures.ts';

const timeoutMs = 15_000;
/** What a start-up file may print before it is taken for one that never ends. */
const mostBeforeBytes = 1024 * 1024;

/** What a program in a terminal said first. */
export interface HeardMarker {
  readonly isReady: boolean;
  /** What it said behind that: the word of its failure, or what a program that runs has to tell. */
  readonly word: string;
  /** What was printed before it: by the login shell, and the line itself where the terminal repeats it. */
  readonly before: string;
  /** What followed in the same piece. */
  readonly after: Buffer;
}

/** Listens for `BERTH <nonce> <ready|failed> [word]` with a line end; the source is paused then. */
export function hearMarker(channel: TerminalChannel, nonce: string, clock: Clock): Promise<Result<HeardMarker>> {
  const { stdout } = channel;
  const marker = Buffer.from(`BERTH ${nonce} `);
  const { promise, resolve } = Promise.withResolvers<Result<HeardMarker>>();
  let heard: Buffer = Buffer.alloc(0);
  const settle = (outcome: Result<HeardMarker>) => {
    stopTimer();
    stdout.off('data', onData).off('end', onEnd);
    resolve(outcome);
  };
  const said = () => heard.toString('utf8').slice(-8192);
  const onData = (chunk: Buffer) => {
    heard = heard.length === 0 ? chunk : Buffer.concat([heard, chunk]);
    const at = heard.indexOf(marker);
    const end = at < 0 ? -1 : heard.indexOf(0x0a, at);
    if (end < 0) {
      if (heard.length > mostBeforeBytes) settle(silentShell(timeoutMs, said()));
      return;
    }
    stdout.pause();
    const [outcome, word = ''] = heard
      .toString('utf8', at + marker.length, end)
      .trim()
      .split(' ');
    settle(
      succeed({
        isReady: outcome === 'ready',
        word,
        before: heard.toString('utf8', 0, at).slice(-8192),
        after: heard.subarray(end + 1),
      }),
    );
  };
  const onEnd = () => {
    void channel.ended.then((outcome) => {
      if (outcome.kind === 'unknown') settle(linkLost('the terminal was opened'));
      else
        settle(
          shellEnded(outcome.kind === 'exited' ? `exit code ${outcome.code}` : `signal ${outcome.signal}`, said()),
        );
    });
  };
  const stopTimer = clock.after(timeoutMs, () => settle(silentShell(timeoutMs, said())));
  stdout.on('data', onData).on('end', onEnd);
  return promise;
}
