import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { Session } from '../../contract/session-words.ts';
import type { Host } from '../host.ts';
import { pause } from '../streams/pause.ts';
import type { SessionsScope } from './session-parts.ts';
import { toldCapture } from './told-sessions.ts';

/** A program that finds nothing to take up has said so and ended by then. */
const patienceMs = 4_000;
const betweenLooksMs = 400;
const mostLines = 12;
const title = 'Looking whether it goes on';

/** Looks at a session that was just taken up until it rests, or long enough; one that ended meanwhile has failed. */
export async function untilItStays(
  scope: SessionsScope,
  host: Host,
  session: Session,
  onStep: (step: OperationStep) => void,
): Promise<Result<Session>> {
  const { clock } = scope;
  const tell = (state: 'started' | 'done') => onStep({ stage: 'process', state, title, atMs: clock.nowMs() });
  const begunAtMs = clock.nowMs();
  let last = session;
  tell('started');
  for (;;) {
    if (last.state === 'dead') return await endedAtOnce(host, last);
    if (last.state === 'done' || last.state === 'waiting' || clock.nowMs() - begunAtMs >= patienceMs) break;
    await pause(clock, betweenLooksMs);
    const listed = await scope.watcherOf(host).list();
    const now = listed.ok ? listed.value.sessions.find(({ id }) => id === session.id) : undefined;
    // It was taken up; that nobody can look at it now, or that somebody stopped it, is told elsewhere.
    if (now === undefined) break;
    last = now;
  }
  tell('done');
  return succeed(last);
}

async function endedAtOnce(host: Host, { id, title: name, exitCode, exitSignal, trouble }: Session) {
  const how = exitSignal !== null ? ` by ${exitSignal}` : exitCode !== null ? ` with exit code ${exitCode}` : '';
  const screen = await host.remote.call(
    'session-capture',
    ['--id', id, '--history-lines', '0', '--colours', 'no'],
    toldCapture(false),
  );
  const words = screen.ok ? screen.value.text.trimEnd().split('\n').slice(-mostLines).join('\n').trim() : '';
  return fail(
    'start-failed',
    'process',
    `"${name}" ended at once${how}.`,
    trouble === 'program-missing'
      ? 'Install its program on the server, then take it up again.'
      : 'Read what it said last; where there is no conversation to take up, start a new session.',
    { detail: words === '' ? null : words },
  );
}
