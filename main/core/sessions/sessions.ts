import type { CoreContract } from '../../contract/contract.ts';
import type { Handlers } from '../../contract/define.ts';
import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { OperationStep } from '../../contract/operation.ts';
import { sessionSettings } from '../../contract/session-words.ts';
import type { Host } from '../host.ts';
import { narrowFailures } from '../narrow-failures.ts';
import { heard } from '../streams/heard.ts';
import { operationStream } from '../streams/operation-stream.ts';
import { perLink } from '../watching/per-link.ts';
import { AgentPhases } from './agent-phases.ts';
import { resumeSession, stopSession } from './change-session.ts';
import { askOfSession } from './find-session.ts';
import type { SessionsParts } from './session-parts.ts';
import { type SessionNews, SessionWatcher } from './session-watcher.ts';
import { startSession } from './start-session.ts';
import { toldCapture, toldHooks, toldOutcome, toldSession, toldTranscript } from './told-sessions.ts';
import { type ShowScope, showTerminal, typeInto, viewGone } from './views/show-terminal.ts';
import { Views } from './views/views.ts';
import { waitForSession } from './wait-session.ts';

/** A text is typed piece by piece, and then it is looked whether it arrived. */
const sendTimeoutMs = 60_000;

/** The sessions of all hosts. */
export interface Sessions {
  readonly handlers: Handlers<CoreContract>['sessions'];
  /** Calls the listener with the profile of a host on which an agent entered another state; the returned function ends that. */
  onDidChangeAgents(listener: (profileId: string) => void): () => void;
  /** Ends the views of a profile that leads elsewhere from now on; what runs on the host goes on. */
  leave(profileId: string): void;
  dispose(): void;
}

/** The handlers of `sessions`. */
export function createSessions(parts: SessionsParts): Sessions {
  const { findHost } = parts;
  const phases = new AgentPhases();
  const views = new Views(parts);
  const watcherOf = perLink(
    (host) =>
      new SessionWatcher({
        ...parts,
        host,
        order: parts.orderOf(host),
        onList: ({ sessions }) => {
          views.see(host.profile.id, sessions);
          phases.see(host.profile.id, sessions);
        },
      }),
  );
  const scope: ShowScope = { ...parts, watcherOf, views };

  const onHost = async <T>(profile: string, ask: (host: Host) => Promise<Result<T>>): Promise<Result<T>> => {
    const host = await findHost(profile);
    return host.ok ? await ask(host.value) : host;
  };
  const onSession = async <T>(
    { profile, session }: { readonly profile: string; readonly session: string },
    ask: (host: Host, id: string) => Promise<Result<T>>,
  ): Promise<Result<T>> => await onHost(profile, (host) => askOfSession(scope, host, session, (id) => ask(host, id)));
  const operation = <T>(
    profile: string,
    run: (host: Host, onStep: (step: OperationStep) => void) => Promise<Result<T>>,
  ) => operationStream((onStep) => onHost(profile, (host) => run(host, onStep)));

  return {
    onDidChangeAgents: (listener) => phases.listen(listener),
    leave: (profileId) => {
      views.leave(profileId);
      phases.forget(profileId);
    },
    dispose: () => views.leave(null),
    handlers: {
      list: async ({ profile }, { signal }) =>
        narrowFailures(await onHost(profile, (host) => watcherOf(host).list({ signal }))),
      async *watch({ profile }, { signal }) {
        const host = await findHost(profile);
        if (!host.ok) {
          yield { type: 'failed', failure: host.failure };
          return;
        }
        // A list that nobody read yet is old by the next one, and so is what was wrong before it.
        yield* heard<SessionNews>(
          (tell) => watcherOf(host.value).watch(tell),
          () => '',
          signal,
        );
      },
      start: ({ profile, ...request }) =>
        operation(profile, (host, onStep) => startSession(scope, host, request, onStep)),
      resume: ({ profile, session: reference, isForced }) =>
        operation(profile, (host, onStep) => resumeSession(scope, host, { reference, isForced }, onStep)),
      stop: ({ profile, session: reference, isWorktreeRemoved }) =>
        operation(profile, (host, onStep) => stopSession(scope, host, { reference, isWorktreeRemoved }, onStep)),
      rename: async ({ title, ...named }) =>
        narrowFailures(
          await onSession(named, async (host, id) => {
            const watcher = watcherOf(host);
            const answer = await host.remote.call('session-rename', ['--id', id, '--title', title], toldSession);
            watcher.refresh();
            return answer.ok ? succeed(watcher.complete(answer.value)) : answer;
          }),
        ),
      send: async ({ text, isSubmitted, isForced, ...named }) => {
        // No argument of a command can hold this one, so the rest of the text would be lost.
        if (text.includes('\0')) {
          return fail('invalid-input', 'input', 'The text holds a NUL character.', 'Remove it and send it again.');
        }
        const args = ['--text', text, '--submit', isSubmitted ? 'yes' : 'no', ...(isForced ? ['--force'] : [])];
        return narrowFailures(
          await onSession(named, async (host, id) => {
            const answer = await host.remote.call('session-send', ['--id', id, ...args], toldOutcome, {
              timeoutMs: sendTimeoutMs,
              isOnce: true,
            });
            watcherOf(host).refresh();
            return answer;
          }),
        );
      },
      keys: async ({ keys, ...named }) =>
        narrowFailures(
          await onSession(named, async (host, id) => {
            const args = ['--id', id, ...keys.flatMap((key) => ['--key', key])];
            const answer = await host.remote.call('session-keys', args, toldOutcome, { isOnce: true });
            watcherOf(host).refresh();
            return answer;
          }),
        ),
      capture: async ({ historyLines, hasColours, ...named }, { signal }) =>
        narrowFailures(
          await onSession(named, (host, id) =>
            host.remote.call(
              'session-capture',
              ['--id', id, '--history-lines', String(historyLines), '--colours', hasColours ? 'yes' : 'no'],
              toldCapture(hasColours),
              { signal },
            ),
          ),
        ),
      wait: async ({ profile, session: reference, states, timeoutSeconds }, { signal }) =>
        narrowFailures(
          await onHost(profile, (host) => waitForSession(scope, host, { reference, states, timeoutSeconds }, signal)),
        ),
      transcript: async (named, { signal }) =>
        narrowFailures(
          await onSession(named, (host, id) =>
            host.remote.call('session-transcript', ['--id', id], toldTranscript, { signal }),
          ),
        ),
      settings: async ({ profile }, { signal }) =>
        narrowFailures(
          await onHost(profile, ({ remote }) => remote.call('session-settings', [], sessionSettings, { signal })),
        ),
      configure: async ({ profile, settings: { mostAgents, mostAgentsOfAll, idleStopMinutes } }) =>
        narrowFailures(
          await onHost(profile, async (host) => {
            const args = [
              ...['--most-agents', String(mostAgents)],
              ...['--most-agents-of-all', String(mostAgentsOfAll)],
              ...['--idle-stop-minutes', String(idleStopMinutes)],
            ];
            const answer = await host.remote.call('session-configure', args, sessionSettings);
            watcherOf(host).refresh();
            return answer;
          }),
        ),
      hooks: async ({ profile }, { signal }) =>
        narrowFailures(await onHost(profile, ({ remote }) => remote.call('session-hooks', [], toldHooks, { signal }))),
      configureHooks: async ({ profile, agent, isInstalled }) =>
        narrowFailures(
          await onHost(profile, ({ remote }) =>
            remote.call(
              'session-hooks-configure',
              ['--agent', agent, '--installed', isInstalled ? 'yes' : 'no'],
              toldHooks,
            ),
          ),
        ),
      attach: (request, { signal }) => showTerminal(scope, request, signal),
      type: async ({ view, bytes }) => typeInto(views.find(view), bytes),
      resize: async ({ view: id, size }) => {
        const view = views.find(id);
        if (view === null) return viewGone(null);
        view.resize(size);
        // Who decided may have gone; who does is not held up by this.
        if (!view.isControlling) void views.takeIfFree(view);
        return succeed({});
      },
      takeControl: async ({ view: id }) => {
        const view = views.find(id);
        if (view === null || !view.isShown) return viewGone(view);
        if (view.sessionId === null) return succeed({});
        const taken = await views.takeControl(view);
        return narrowFailures(taken.ok ? succeed({}) : taken);
      },
    },
  };
}
