import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { Session } from '../../contract/session-words.ts';
import type { Host } from '../host.ts';
import { askOfSession, findSession } from './find-session.ts';
import type { SessionsScope } from './session-parts.ts';
import { variableArguments } from './start-session.ts';
import { toldSession, toldStop } from './told-sessions.ts';

type OnStep = (step: OperationStep) => void;

const resumeTimeoutMs = 90_000;
/** Programs that are asked to end have some seconds for it. */
const stopTimeoutMs = 60_000;

/** The variables of the preset that a session was started from; they are on no host once it runs. */
async function variablesOf({ presets }: SessionsScope, session: Session): Promise<Result<readonly string[]>> {
  if (session.preset === null) return succeed([]);
  const startable = await presets.findStartable(session.preset);
  if (startable.ok) return succeed(variableArguments(startable.value.environment));
  if (startable.failure.kind !== 'preset-not-found') return startable;
  return fail(
    'preset-not-found',
    'input',
    `"${session.title}" was started from the preset "${session.preset}", which is not on this computer.`,
    'Bring the preset here under that name, or start a new session.',
  );
}

/** Takes up the conversation of an agent that ended. */
export async function resumeSession(
  scope: SessionsScope,
  host: Host,
  { reference, isForced }: { readonly reference: string; readonly isForced: boolean },
  onStep: OnStep,
): Promise<Result<Session>> {
  const found = await findSession(scope, host, reference);
  if (!found.ok) return found;
  const variables = await variablesOf(scope, found.value);
  if (!variables.ok) return variables;
  const args = ['--id', found.value.id, ...variables.value, ...(isForced ? ['--force'] : [])];
  const watcher = scope.watcherOf(host);
  const answer = await host.remote.operate('session-resume', args, toldSession, {
    timeoutMs: resumeTimeoutMs,
    onStep,
  });
  watcher.refresh();
  return answer.ok ? succeed(watcher.complete(answer.value)) : answer;
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
