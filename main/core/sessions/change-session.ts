import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { Session } from '../../contract/session-words.ts';
import type { Host } from '../host.ts';
import { askOfSession, findSession } from './find-session.ts';
import type { SessionsScope } from './session-parts.ts';
import { variableArguments } from './start-session.ts';
import { toldSession, toldStop } from './told-sessions.ts';
import { untilItStays } from './until-it-stays.ts';

type OnStep = (step: OperationStep) => void;

const resumeTimeoutMs = 90_000;
/** Programs that are asked to end have some seconds for it. */
const stopTimeoutMs = 60_000;

const notFromHere = ({ title, preset }: Session) =>
  fail(
    'unavailable',
    'input',
    `"${title}" was not started from this computer, so it does not get the secrets of the preset "${preset}" here.`,
    'Take it up on the computer that started it, or start a new session.',
  );

/** The variables of the preset that a session was started from; they are on no host once it runs. */
async function variablesOf(
  { presets, started }: SessionsScope,
  host: Host,
  session: Session,
): Promise<Result<readonly string[]>> {
  if (session.preset === null) return succeed([]);
  const known = await started.presetOf(host, session.id);
  if (!known.ok) return known;
  // The name comes from the host, which may say any; a preset that was renamed is found by its id.
  const startable = await presets.findStartable(known.value ?? session.preset);
  const isFromHere = known.value !== null;
  if (startable.ok) {
    if (!isFromHere && startable.value.preset.secretNames.length > 0) return notFromHere(session);
    return succeed(variableArguments(startable.value.environment));
  }
  if (!isFromHere && startable.failure.kind === 'secret-needed') return notFromHere(session);
  if (startable.failure.kind !== 'preset-not-found') return startable;
  return fail(
    'preset-not-found',
    'input',
    `"${session.title}" was started from the preset "${session.preset}", which is not on this computer.`,
    'Bring the preset here under that name, or start a new session.',
  );
}

/** Takes up the conversation of an agent that ended; one that ends again at once has failed. */
export async function resumeSession(
  scope: SessionsScope,
  host: Host,
  { reference, isForced }: { readonly reference: string; readonly isForced: boolean },
  onStep: OnStep,
): Promise<Result<Session>> {
  const found = await findSession(scope, host, reference);
  if (!found.ok) return found;
  const variables = await variablesOf(scope, host, found.value);
  if (!variables.ok) return variables;
  const args = ['--id', found.value.id, ...variables.value, ...(isForced ? ['--force'] : [])];
  const watcher = scope.watcherOf(host);
  const answer = await host.remote.operate('session-resume', args, toldSession, {
    timeoutMs: resumeTimeoutMs,
    onStep,
  });
  watcher.refresh();
  return answer.ok ? await untilItStays(scope, host, watcher.complete(answer.value), onStep) : answer;
}

/** Ends a session and everything it started. */
export async function stopSession(
  scope: SessionsScope,
  host: Host,
  { reference, isWorktreeRemoved }: { readonly reference: string; readonly isWorktreeRemoved: boolean },
  onStep: OnStep,
): Promise<Result<{ readonly id: string; readonly isWorktreeRemoved: boolean }>> {
  const flags = isWorktreeRemoved ? ['--remove-worktree'] : [];
  const answer = await askOfSession(scope, host, reference, (id) =>
    host.remote.operate('session-stop', ['--id', id, ...flags], toldStop, { timeoutMs: stopTimeoutMs, onStep }),
  );
  scope.watcherOf(host).refresh();
  return answer;
}
