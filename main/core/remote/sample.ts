import { z } from 'zod';
import { type Failure, fail, type Result, succeed } from '../../contract/failure.ts';
import type { Clock } from '../ports.ts';
import { parseAnswer, type RawAnswer } from './document.ts';
import type { RemoteSampleOptions, RemoteSampling } from './remote.ts';
import { linkLost, scriptFailed } from './script-failures.ts';
import type { ScriptSession, SessionEnd } from './script-session.ts';
import { maximumLineLength } from './untrusted.ts';

/** A sampler that was given up says this often that somebody is still there. */
const beatMs = 20_000;
/** What no honest sampler prints within a second, in characters: the whole table of 5,000 processes is half of it. */
const mostPerSecond = 8 * 1024 * 1024;

/** One command that prints lines for as long as somebody reads them. */
export interface SampleRequest extends RemoteSampleOptions {
  readonly command: string;
  readonly args: readonly string[];
}

function endedBy(command: string, { how, isLinkLost, fault }: SessionEnd): { ok: false; failure: Failure } {
  if (fault !== null) return scriptFailed(command, { document: '', log: '' }, fault);
  if (isLinkLost) return linkLost(command);
  return fail(
    'script-failed',
    'script',
    `The command ${command} was ended on the server (${how}).`,
    'It is begun anew by itself; if that does not help, look for what ends processes on the server.',
  );
}

/** Runs a command on a session of the mode `sample`, until it ends, `close` is called, or its host misbehaves. */
export function sample(session: ScriptSession, clock: Clock, { command, args, onLine }: SampleRequest): RemoteSampling {
  let secondBegan = clock.nowMs();
  let heardInSecond = 0;
  const isTooMuch = (line: string) => {
    const nowMs = clock.nowMs();
    if (Math.abs(nowMs - secondBegan) >= 1000) [secondBegan, heardInSecond] = [nowMs, 0];
    heardInSecond += line.length;
    return line.length > maximumLineLength || heardInSecond > mostPerSecond;
  };
  const asked = session.ask(
    command,
    args,
    (line) => {
      if (isTooMuch(line)) {
        asked.settle(scriptFailed(command, { document: line.slice(0, 200), log: '' }, 'it tells too much'));
      } else onLine(line);
    },
    (end) => endedBy(command, end),
  );
  let cancelBeat = () => {};
  const beat = () => {
    session.write('beat\n');
    cancelBeat = clock.after(beatMs, beat);
  };
  cancelBeat = clock.after(beatMs, beat);
  const outcome = asked.outcome.then((raw: Result<RawAnswer>) => {
    cancelBeat();
    session.close();
    return raw.ok ? parseAnswer(command, raw.value, z.unknown()) : raw;
  });
  return {
    ended: outcome,
    tell: (line) => {
      if (!session.hasEnded) session.write(`${line}\n`);
    },
    close: () => {
      // Nothing it says from here on counts.
      asked.settle(succeed({ document: '{"ok":true,"value":{}}', log: '', exitCode: 0 }));
    },
  };
}
