import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import type { Session, TerminalSize } from '../../contract/session-words.ts';
import type { Host } from '../host.ts';
import { cleanLine } from '../remote/untrusted.ts';
import { slugOf } from '../store/slug.ts';
import { sessionCommand } from './session-command.ts';
import type { SessionPreset, SessionRepository, SessionsScope } from './session-parts.ts';
import { toldSession } from './told-sessions.ts';

/** What is to be started, and where. */
export interface StartRequest {
  readonly preset: string | null;
  readonly repository: string | null;
  readonly path: string | null;
  readonly title: string | null;
  readonly model: string | null;
  readonly worktreeBranch: string | null;
  readonly prompt: string | null;
  readonly isForced: boolean;
  readonly size: TerminalSize;
}

type OnStep = (step: OperationStep) => void;

/** A worktree of a large repository takes its time. */
const timeoutMs = 150_000;

const invalid = (message: string, nextStep: string) => fail('invalid-input', 'input', message, nextStep);

/** What the fields say against each other; null when they fit. */
function refusalOf({ repository, worktreeBranch, model, preset, path, prompt }: StartRequest): Result<never> | null {
  if (worktreeBranch !== null && repository === null) {
    return invalid('A worktree needs a repository.', 'Name the repository, or leave the branch out.');
  }
  if (worktreeBranch !== null && path !== null) {
    return invalid('A worktree has a folder of its own.', 'Leave the path out, or the branch.');
  }
  if (model !== null && preset === null) {
    return invalid('A login shell takes no model.', 'Name a preset, or leave the model out.');
  }
  if (path !== null && !/^(\/|~$|~\/)/.test(path)) {
    return invalid('The path must be absolute or begin with ~/.', 'Give the whole path of the folder.');
  }
  // No argument of a command can hold this one, so the rest of the text would be lost.
  if (prompt?.includes('\0')) return invalid('The prompt holds a NUL character.', 'Remove it and start again.');
  return null;
}

/** `Claude Code`, and `Claude Code 2` where that one is taken, so that two can be told apart by their titles. */
async function freeTitle(scope: SessionsScope, host: Host, wanted: string): Promise<Result<string>> {
  const listed = await scope.watcherOf(host).list();
  if (!listed.ok) return listed;
  const used = new Set(listed.value.sessions.map(({ title }) => title));
  for (let number = 1; ; number += 1) {
    const title = number === 1 ? wanted : `${wanted} ${number}`;
    if (!used.has(title)) return succeed(title);
  }
}

const pair = (flag: string, value: string | number | null): readonly string[] =>
  value === null ? [] : [flag, String(value)];
const each = (flag: string, values: readonly string[]): readonly string[] => values.flatMap((value) => [flag, value]);

/** Variables reach the host on the stdin of its scripts, never on a command line: some are secrets. */
export const variableArguments = (environment: Readonly<Record<string, string>>): readonly string[] =>
  each(
    '--variable',
    Object.entries(environment).map(([name, value]) => `${name}=${value}`),
  );

async function repositoryOf(
  { resolveRepository }: SessionsScope,
  host: Host,
  reference: string | null,
): Promise<Result<SessionRepository | null>> {
  return reference === null ? succeed(null) : await resolveRepository(host, reference);
}

async function presetOf({ presets }: SessionsScope, reference: string | null): Promise<Result<SessionPreset | null>> {
  return reference === null ? succeed(null) : await presets.findStartable(reference);
}

/** Starts a terminal or an agent on a host; resolves when its program runs. */
export async function startSession(
  scope: SessionsScope,
  host: Host,
  request: StartRequest,
  onStep: OnStep,
): Promise<Result<Session>> {
  const refusal = refusalOf(request);
  if (refusal !== null) return refusal;
  const startable = await presetOf(scope, request.preset);
  if (!startable.ok) return startable;
  const repository = await repositoryOf(scope, host, request.repository);
  if (!repository.ok) return repository;
  const preset = startable.value?.preset ?? null;
  const command = preset === null ? null : sessionCommand(preset, request.model);
  if (command !== null && !command.ok) return command;
  const title =
    request.title === null
      ? await freeTitle(scope, host, preset?.name ?? 'Terminal')
      : succeed(cleanLine(request.title, 120));
  if (!title.ok) return title;

  const words = command?.value.words ?? [];
  const isAgent = words.length > 0;
  const { size, isForced, worktreeBranch, prompt } = request;
  const args = [
    ...pair('--id', `${slugOf(title.value, 33) || 'session'}-${scope.randomHex(3)}`),
    ...pair('--title', title.value),
    ...pair('--kind', isAgent ? 'agent' : 'terminal'),
    ...pair('--agent', isAgent ? (preset?.agent ?? null) : null),
    ...pair('--preset', isAgent ? (preset?.name ?? null) : null),
    ...pair('--model', command?.value.model ?? null),
    ...pair('--instance-id', repository.value?.id ?? null),
    ...pair('--repository', repository.value?.name ?? null),
    ...pair('--path', request.path ?? repository.value?.path ?? '~'),
    ...pair('--worktree-branch', worktreeBranch),
    ...pair('--columns', size.columns),
    ...pair('--rows', size.rows),
    ...pair('--memory-limit-bytes', preset?.memoryLimitBytes ?? null),
    ...pair('--expected-memory-bytes', preset?.expectedMemoryBytes ?? null),
    ...each('--argument', words),
    ...each('--resume-argument', command?.value.resumeWords ?? []),
    ...variableArguments(startable.value?.environment ?? {}),
    ...pair('--prompt', prompt),
    ...(isForced ? ['--force'] : []),
  ];
  const watcher = scope.watcherOf(host);
  const answer = await host.remote.operate('session-start', args, toldSession, { timeoutMs, onStep });
  watcher.refresh();
  if (!answer.ok) return answer;
  if (preset !== null && preset.secretNames.length > 0) {
    const noted = await scope.started.note(host, answer.value.id, preset.id);
    if (!noted.ok) scope.logger.warn({ failure: noted.failure }, 'a session will not be taken up with its secrets');
  }
  return succeed(watcher.complete(answer.value));
}
