import { fail, type Result, succeed } from '../../../../main/contract/failure.ts';
import type { OperationItem } from '../../../../main/contract/operation.ts';
import type {
  Session,
  SessionList,
  SessionSettings,
  SessionState,
  TerminalSize,
} from '../../../../main/contract/session-words.ts';
import type { HookStatus, SendOutcome } from '../../../../main/contract/sessions.ts';
import type { FakeHost } from '../fake-hosts.ts';
import type { FakePresets } from './fake-presets.ts';
import { fakeSession, plainHooks, plainSessionSettings, soundKeeping } from './fake-session.ts';
import { type FakeMethod, FakeSessionTable, unknownSession } from './fake-session-table.ts';
import { agentCountOf, startObstacle } from './session-starts.ts';
import { bytesOfKey } from './typed-keys.ts';

interface OnSession {
  readonly profile: string;
  readonly session: string;
}
interface StartInput {
  readonly profile: string;
  readonly preset?: string | null;
  readonly repository?: string | null;
  readonly path?: string | null;
  readonly title?: string | null;
  readonly model?: string | null;
  readonly worktreeBranch?: string | null;
  readonly prompt?: string | null;
  readonly isForced?: boolean;
  readonly size?: TerminalSize;
}
const slug = (title: string) =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 40);
const lost = fail('link-lost', 'session', 'The link is not up.', 'Connect, then try again.').failure;
const ended = (title: string) =>
  fail('session-ended', 'tmux', `The program of ${title} has ended.`, 'Resume it, or start another one.');

/** Terminals and agents of fake hosts: real to the page, with states on cue. */
export class FakeSessions extends FakeSessionTable {
  /** What becomes of the next texts and keys; those after them are delivered. */
  readonly nextOutcomes: SendOutcome[] = [];
  /** The texts that were sent, and the keys by their names, in turn. */
  readonly sent: { readonly session: string; readonly text: string; readonly isSubmitted: boolean }[] = [];

  /** The sessions whose screens were read, in turn. */
  readonly captured: string[] = [];

  handlers() {
    const { linked } = this.parts;
    return {
      list: ({ profile }: { profile: string }) => linked(profile, (host) => this.#listOf(host)),
      watch: ({ profile }: { profile: string }, { signal }: { signal: AbortSignal }) => this.#watch(profile, signal),
      start: (input: StartInput) => this.#start(input),
      resume: (input: OnSession & { isForced?: boolean }) => this.#resume(input),
      stop: (input: OnSession & { isWorktreeRemoved?: boolean }) => this.#stop(input),
      rename: (input: OnSession & { title: string }) =>
        this.#on('rename', input, ({ profileId, known }) =>
          succeed(this.set(profileId, known.id, { title: input.title })),
        ),
      send: (input: OnSession & { text: string; isSubmitted?: boolean; isForced?: boolean }) =>
        this.#on('send', input, ({ profileId, known }) => this.#send(profileId, known, input)),
      keys: (input: OnSession & { keys: string[] }) =>
        this.#on('keys', input, ({ profileId, known }) => {
          if (known.state === 'dead') return ended(known.title);
          this.sent.push({ session: known.id, text: input.keys.join(' '), isSubmitted: false });
          const outcome = this.nextOutcomes.shift() ?? { outcome: 'delivered' as const, reason: null };
          if (outcome.outcome === 'delivered') {
            for (const key of input.keys) this.terminal(profileId, known.id).type(bytesOfKey(key));
          }
          return succeed(outcome);
        }),
      capture: (input: OnSession & { historyLines?: number }) =>
        this.#on('capture', input, async ({ profileId, known }) => {
          this.captured.push(known.id);
          const terminal = this.terminal(profileId, known.id);
          const { columns, rows } = terminal.size;
          return succeed({ ...(await terminal.capture(input.historyLines ?? 0)), columns, rows });
        }),
      wait: (
        input: OnSession & { states?: SessionState[]; timeoutSeconds?: number },
        context: { signal: AbortSignal },
      ) => this.#wait(input, context.signal),
      transcript: (input: OnSession) =>
        this.#on('transcript', input, async ({ profileId, known }) => {
          const { text } = await this.terminal(profileId, known.id).capture(10_000);
          const isTold = known.agent === 'claude-code';
          const fileName = `${known.id}.${isTold ? 'md' : 'txt'}`;
          return succeed({ source: isTold ? 'conversation' : 'screen', fileName, text, isCut: false });
        }),
      settings: ({ profile }: { profile: string }) => linked(profile, (host) => settingsOf(host)),
      configure: ({ profile, settings }: { profile: string; settings: SessionSettings }) =>
        linked(profile, (host) => {
          host.sessionSettings = settings;
          this.wake();
          return settings;
        }),
      hooks: ({ profile }: { profile: string }) => linked(profile, (host) => hooksOf(host)),
      configureHooks: async (input: { profile: string; agent: HookStatus['agent']; isInstalled: boolean }) => {
        const failure = this.takeFailure('configureHooks');
        if (failure !== null) return { ok: false, failure } as const;
        const state: HookStatus['state'] = input.isInstalled ? 'installed' : 'missing';
        return linked(input.profile, (host) => {
          host.hooks = hooksOf(host).map((one) => (one.agent === input.agent ? { ...one, state } : one));
          return host.hooks;
        });
      },
      ...this.attaching.handlers(),
    };
  }

  #listOf(host: FakeHost): SessionList {
    const sessions = [...this.of(host.profile.id).topic.value];
    const agentCount = agentCountOf(sessions);
    const keeping = { ...soundKeeping, ...host.keeping };
    return { keeping, settings: settingsOf(host), agentCount, agentCountOfAll: agentCount, sessions };
  }

  async #on<T>(
    method: FakeMethod,
    { profile, session: reference }: OnSession,
    answer: (found: { profileId: string; known: Session }) => Result<T> | Promise<Result<T>>,
  ): Promise<Result<T>> {
    const failure = this.takeFailure(method);
    if (failure !== null) return { ok: false, failure };
    const way = await this.parts.linked(profile, (host) => host.profile.id);
    if (!way.ok) return way;
    const known = this.find(way.value, reference);
    return known === undefined ? unknownSession(reference) : answer({ profileId: way.value, known });
  }

  async *#watch(profile: string, signal: AbortSignal) {
    const profileId = this.parts.host(profile).profile.id;
    let wasLinked = true;
    for await (const _sessions of this.of(profileId).topic.follow(signal)) {
      const { state, failure } = this.parts.statusOf(profileId);
      const isLinked = state === 'connected';
      if (isLinked) yield { type: 'sessions', list: this.#listOf(this.parts.host(profileId)) };
      else if (wasLinked) yield { type: 'failed', failure: failure ?? lost };
      wasLinked = isLinked;
    }
  }

  async *#start(input: StartInput): AsyncGenerator<OperationItem<Session>> {
    const { presets, pauseStep, availableBytes } = this.parts;
    const way = await this.parts.linked(input.profile, (host) => host);
    const preset = input.preset == null ? null : presets.find(input.preset);
    let failure = this.takeFailure('start');
    if (!way.ok) failure = way.failure;
    else if (preset === undefined) {
      failure = fail('preset-not-found', 'input', `There is no preset ${input.preset}.`, 'Choose another one.').failure;
    } else {
      const { keeping, settings, sessions } = this.#listOf(way.value);
      const room = {
        hostName: way.value.profile.name,
        keeping,
        settings,
        sessions,
        availableBytes: availableBytes(way.value),
      };
      const isAgent = preset !== null && preset.command !== null;
      failure ??= startObstacle(room, isAgent ? preset : null, input.isForced ?? false);
    }
    if (failure !== null || !way.ok || preset === undefined) {
      if (failure !== null) yield { type: 'failed', failure };
      return;
    }
    if (input.worktreeBranch != null) yield* this.#step('worktree', `Making the worktree ${input.worktreeBranch}`);
    yield* this.#step('tmux', 'Starting it in tmux');
    await pauseStep();
    yield { type: 'done', value: this.#make(way.value, preset, input) };
  }

  async *#step(stage: 'worktree' | 'tmux', title: string): AsyncGenerator<OperationItem<never>> {
    const step = { stage, title, atMs: Date.now() };
    yield { type: 'step', step: { ...step, state: 'started' } };
    await this.parts.pauseStep();
    yield { type: 'step', step: { ...step, state: 'done', atMs: Date.now() } };
  }

  #make(host: FakeHost, preset: ReturnType<FakePresets['find']> | null, input: StartInput): Session {
    const profileId = host.profile.id;
    const isAgent = preset != null && preset.command !== null;
    const repository = host.repositories.find(({ id, name, path }) =>
      [id, name, path].includes(input.repository ?? ''),
    );
    const wanted = input.title ?? (isAgent ? preset.name : 'Terminal');
    const taken = (title: string) => this.of(profileId).topic.value.some((one) => one.title === title);
    let title = wanted;
    for (let number = 2; taken(title); number += 1) title = `${wanted} ${number}`;
    const path = input.path ?? repository?.path ?? '/home/deploy';
    const hasHooks = hooksOf(host).some(({ agent, state }) => agent === preset?.agent && state === 'installed');
    const made = this.add(profileId, {
      id: slug(title) || 'session',
      title,
      kind: isAgent ? 'agent' : 'terminal',
      agent: isAgent ? preset.agent : null,
      preset: isAgent ? preset.name : null,
      model: isAgent ? (input.model ?? preset.model) : null,
      instanceId: repository?.id ?? null,
      repository: repository?.name ?? null,
      path: input.worktreeBranch == null ? path : `${path}.${slug(input.worktreeBranch)}`,
      worktreeBranch: input.worktreeBranch ?? null,
      memoryLimitBytes: isAgent ? preset.memoryLimitBytes : null,
      expectedMemoryBytes: isAgent ? preset.expectedMemoryBytes : null,
      isResumable: isAgent && preset.resumeArguments.length > 0,
      hasHooks: isAgent && hasHooks,
      startedAtMs: Date.now(),
      activeAtMs: Date.now(),
      stateSinceMs: Date.now(),
      ...input.size,
    });
    const { prompt = null } = input;
    if (prompt !== null) this.#send(profileId, made, { text: prompt });
    return this.get(profileId, made.id);
  }

  async *#resume({ profile, session: reference }: OnSession): AsyncGenerator<OperationItem<Session>> {
    const found = await this.#on('resume', { profile, session: reference }, (one) => succeed(one));
    if (!found.ok) return yield { type: 'failed', failure: found.failure };
    const { profileId, known } = found.value;
    yield* this.#step('tmux', `Taking up ${known.title}`);
    const { terminals, agents } = this.of(profileId);
    const before = terminals.get(known.id);
    terminals.delete(known.id);
    agents.delete(known.id);
    if (before !== undefined) this.attaching.close(before);
    const { exitCode, exitSignal, endedAtMs, trouble, stateSource, ...fresh } = fakeSession({
      id: known.id,
      kind: known.kind,
    });
    const { state, memoryBytes, processorMs, processorShare } = fresh;
    const running = { state, memoryBytes, processorMs, processorShare, startedAtMs: Date.now() };
    const over = { exitCode, exitSignal, endedAtMs, trouble, stateSource, stateDetail: null };
    yield { type: 'done', value: this.set(profileId, known.id, { ...running, ...over }) };
  }

  async *#stop({
    profile,
    session: reference,
    isWorktreeRemoved = false,
  }: OnSession & { isWorktreeRemoved?: boolean }): AsyncGenerator<
    OperationItem<{ readonly id: string; readonly isWorktreeRemoved: boolean }>
  > {
    const found = await this.#on('stop', { profile, session: reference }, (one) => succeed(one));
    if (!found.ok) return yield { type: 'failed', failure: found.failure };
    const { profileId, known } = found.value;
    yield* this.#step('tmux', `Ending ${known.title}`);
    const { topic, terminals, agents } = this.of(profileId);
    const terminal = terminals.get(known.id);
    terminals.delete(known.id);
    agents.delete(known.id);
    topic.publish(topic.value.filter(({ id }) => id !== known.id));
    if (terminal !== undefined) this.attaching.close(terminal);
    const isRemoved = isWorktreeRemoved && known.worktreeBranch !== null;
    yield { type: 'done', value: { id: known.id, isWorktreeRemoved: isRemoved } };
  }

  #send(
    profileId: string,
    known: Session,
    { text, isSubmitted = true, isForced = false }: { text: string; isSubmitted?: boolean; isForced?: boolean },
  ): Result<SendOutcome> {
    if (known.state === 'dead') return ended(known.title);
    this.sent.push({ session: known.id, text, isSubmitted });
    const terminal = this.terminal(profileId, known.id);
    const cued = this.nextOutcomes.shift();
    if (cued !== undefined && cued.outcome !== 'delivered') return succeed(cued);
    if (terminal.draft !== '' && !isForced) {
      return succeed({ outcome: 'held', reason: 'Somebody’s unsent text stands at the prompt.' });
    }
    terminal.type(new TextEncoder().encode(`\u001b[200~${text.replaceAll('\n', '\r')}\u001b[201~`));
    if (isSubmitted) terminal.type(bytesOfKey('Enter'));
    return succeed({ outcome: 'delivered', reason: null });
  }

  async #wait(
    {
      states = ['waiting', 'done', 'dead'],
      timeoutSeconds = 3600,
      ...input
    }: OnSession & {
      states?: SessionState[];
      timeoutSeconds?: number;
    },
    signal: AbortSignal,
  ): Promise<Result<Session>> {
    const way = await this.parts.linked(input.profile, (host) => host.profile.id);
    if (!way.ok) return way;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutSeconds * 1000)]);
    for await (const _sessions of this.of(way.value).topic.follow(limit)) {
      const known = this.find(way.value, input.session);
      if (known === undefined) return unknownSession(input.session);
      if (states.includes(known.state)) return succeed(known);
    }
    return fail('timed-out', 'tmux', 'It did not come to that in time.', 'Look at it, or wait longer.');
  }
}

const settingsOf = (host: FakeHost): SessionSettings => host.sessionSettings ?? plainSessionSettings;
const hooksOf = (host: FakeHost): HookStatus[] => host.hooks ?? plainHooks.map((one) => ({ ...one }));
