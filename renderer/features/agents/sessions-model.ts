import type { z } from 'zod';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { OperationItem } from '../../../main/contract/operation.ts';
import type { Session, SessionKey, SessionList, SessionSettings } from '../../../main/contract/session-words.ts';
import type { HookStatus, SendOutcome, sessions } from '../../../main/contract/sessions.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { follow } from '../../api/follow.ts';
import type { PageClock } from '../../api/page-clock.ts';
import { type Answer, ask, type Problem } from '../../api/problem.ts';
import { runOperation } from '../../api/run-operation.ts';
import type { Session as PageSession } from '../../api/session.ts';
import { applyStep, type ProgressStep, type StepReport } from '../../lib/operation-progress.ts';

/** What can be done with one session from a list. */
export type SessionAction = 'resume' | 'stop' | 'rename' | 'press' | 'transcript';

/** Something that is done with a session, or that failed; what succeeded leaves nothing to show. */
export interface SessionOperation {
  readonly action: SessionAction;
  readonly isRunning: boolean;
  readonly steps: readonly ProgressStep[];
  readonly problem: Problem | null;
  /** With `press`: why the keys were held or lost, as one sentence. */
  readonly reason: string | null;
  readonly startedAtMs: number;
}

/** The sessions of one host; an old list stays when a new one fails. */
export interface HostSessions {
  /** Null until it was told once. */
  readonly list: SessionList | null;
  /** Why no list comes. */
  readonly failure: Problem | null;
  /** By session id. */
  readonly operations: Readonly<Record<string, SessionOperation>>;
  /** What each session was seen to do, by its id, the oldest first; as long as the page lives. */
  readonly changes: Readonly<Record<string, readonly StateChange[]>>;
}

/** A session entered a state. */
export interface StateChange {
  readonly state: Session['state'];
  readonly source: Session['stateSource'];
  /** Host clock where the host knows it, else when it was heard; epoch milliseconds. */
  readonly atMs: number;
}

/** By profile id. */
export type SessionsState = Readonly<Record<string, HostSessions>>;

type Client = BerthClient['sessions'];
type Asked<M extends keyof Client> = Parameters<Client[M]>[0];
/** What a session is started from, without the host. */
export type SessionWish = Omit<Asked<'start'>, 'profile'>;
/** What is typed, without the host and the session. */
export type SessionText = Omit<Asked<'send'>, 'profile' | 'session'>;

/** What stands on a screen. */
export type Capture = z.output<typeof sessions.capture.output>;
/** What was said. */
export type Transcript = z.output<typeof sessions.transcript.output>;

/** Terminals and agents of hosts, and what is done with them. */
export interface SessionsModel {
  readonly store: StoreApi<SessionsState>;
  /** Follows the sessions of exactly these hosts from here on; one that is followed already goes on undisturbed. */
  want(profileIds: ReadonlySet<string>): void;
  /** Tries a host at once that does not tell its sessions. */
  retry(profileId: string): void;
  start(
    profileId: string,
    wish: SessionWish,
    onSteps?: (steps: readonly ProgressStep[]) => void,
  ): Promise<Answer<Session>>;
  /** Takes up the conversation of one that ended; null where something is done with it already. */
  resume(profileId: string, sessionId: string, isForced?: boolean): Promise<Answer<Session> | null>;
  /** Ends one, or removes one that has ended. */
  stop(
    profileId: string,
    sessionId: string,
    isWorktreeRemoved?: boolean,
  ): Promise<Answer<{ isWorktreeRemoved: boolean }> | null>;
  rename(profileId: string, sessionId: string, title: string): Promise<Answer<Session> | null>;
  /** Presses keys; why they were not taken is kept with the session. */
  press(profileId: string, sessionId: string, keys: readonly SessionKey[]): Promise<Answer<SendOutcome> | null>;
  /**
   * Looks at the screen of one that waits, and presses the keys that `choose` finds there. Nothing is pressed where it finds
   * none, or where the session asks something else by then; why is kept with the session.
   */
  answer(
    profileId: string,
    asked: Session,
    choose: (screen: string) => readonly SessionKey[] | null,
  ): Promise<Answer<SendOutcome> | null>;
  /** Types a text; the caller tells what came of it. */
  send(profileId: string, sessionId: string, text: SessionText): Promise<Answer<SendOutcome>>;
  capture(profileId: string, sessionId: string, historyLines: number): Promise<Answer<Capture>>;
  /** What was said, to keep it; a failure is kept with the session. */
  transcript(profileId: string, sessionId: string): Promise<Answer<Transcript> | null>;
  configure(profileId: string, settings: SessionSettings): Promise<Answer<SessionSettings>>;
  hooks(profileId: string): Promise<Answer<HookStatus[]>>;
  configureHooks(profileId: string, agent: HookStatus['agent'], isInstalled: boolean): Promise<Answer<HookStatus[]>>;
  /** Takes what something else told of a session; it is newer than the last list. */
  take(profileId: string, session: Session): void;
  /** Forgets what failed. */
  dismiss(profileId: string, sessionId: string): void;
  find(profileId: string, sessionId: string): Session | null;
}

/** A host on which listening fails is left alone for so long, because it would most likely fail again, milliseconds. */
const pauseAfterFailureMs = 15_000;
/** So many changes of a session are kept. */
const changesMost = 30;
const nothing: HostSessions = { list: null, failure: null, operations: {}, changes: {} };

/** Makes the model; nothing is followed yet. */
export function createSessionsModel(page: Pick<PageSession, 'client' | 'onOpen'>, clock: PageClock): SessionsModel {
  const store = createStore<SessionsState>(() => ({}));
  const client = page.client;
  const running = new Map<string, () => void>();
  const ofHost = (profileId: string) => store.getState()[profileId] ?? nothing;
  const change = (profileId: string, part: Partial<HostSessions>) =>
    store.setState(() => ({ [profileId]: { ...ofHost(profileId), ...part } }));
  const changeList = (profileId: string, part: (list: SessionList) => Partial<SessionList>) => {
    const { list } = ofHost(profileId);
    if (list !== null) change(profileId, { list: { ...list, ...part(list) } });
  };
  const put = (profileId: string, sessionId: string, operation: SessionOperation | null) => {
    const { [sessionId]: _previous, ...others } = ofHost(profileId).operations;
    change(profileId, { operations: operation === null ? others : { ...others, [sessionId]: operation } });
  };
  /** Of sessions that are gone, nothing is kept. */
  const changesIn = (profileId: string, sessions: readonly Session[]) => {
    const { changes } = ofHost(profileId);
    return Object.fromEntries(
      sessions.map(({ id, state, stateSource, stateSinceMs }) => {
        const known = changes[id] ?? [];
        if (known.at(-1)?.state === state) return [id, known];
        const change = { state, source: stateSource, atMs: stateSinceMs ?? clock.nowMs() };
        return [id, [...known, change].slice(-changesMost)];
      }),
    );
  };
  const take = (profileId: string, told: Session) =>
    changeList(profileId, ({ sessions }) => {
      const index = sessions.findIndex(({ id }) => id === told.id);
      return { sessions: index < 0 ? [...sessions, told] : sessions.with(index, told) };
    });
  const begin = (profileId: string) => {
    let stop: () => void = () => undefined;
    // What is told at once may lead back here; the place is taken first.
    running.set(profileId, () => stop());
    const unfollow = follow({
      session: page,
      clock,
      open: (signal) => client.sessions.watch({ profile: profileId }, { signal }),
      onItem: (item) => {
        if (item.type === 'sessions') {
          const changes = changesIn(profileId, item.list.sessions);
          return change(profileId, { list: item.list, failure: null, changes });
        }
        stop();
        stop = clock.after(pauseAfterFailureMs, () => begin(profileId));
        change(profileId, { failure: item.failure });
      },
    });
    stop = unfollow;
  };
  const end = (profileId: string) => {
    running.get(profileId)?.();
    running.delete(profileId);
  };
  /** Does one thing with a session, if nothing else is being done with it; null where something is. */
  const operate = async <T>(
    profileId: string,
    sessionId: string,
    action: SessionAction,
    run: (onStep: (step: StepReport) => void) => Promise<Answer<T>>,
  ): Promise<Answer<T> | null> => {
    if (ofHost(profileId).operations[sessionId]?.isRunning === true) return null;
    let operation: SessionOperation = {
      action,
      isRunning: true,
      steps: [],
      problem: null,
      reason: null,
      startedAtMs: clock.nowMs(),
    };
    const update = (part: Partial<SessionOperation>) => {
      operation = { ...operation, ...part };
      put(profileId, sessionId, operation);
    };
    update({});
    const answer = await run((step) => update({ steps: applyStep(operation.steps, step) }));
    if (answer.ok) put(profileId, sessionId, null);
    else update({ isRunning: false, problem: answer.failure });
    return answer;
  };
  const at = (profileId: string, sessionId: string) => ({ profile: profileId, session: sessionId });
  const following =
    <T>(start: () => AsyncIterable<OperationItem<T>>) =>
    (onStep: (step: StepReport) => void) =>
      runOperation(start, onStep);
  const find = (profileId: string, sessionId: string) =>
    ofHost(profileId).list?.sessions.find(({ id, title }) => id === sessionId || title === sessionId) ?? null;
  const pressKeys = (profileId: string, sessionId: string, keys: readonly SessionKey[]) =>
    ask(() => client.sessions.keys({ ...at(profileId, sessionId), keys: [...keys] }));
  const press = async (profileId: string, sessionId: string, run: () => Promise<Answer<SendOutcome>>) => {
    const answer = await operate(profileId, sessionId, 'press', run);
    if (answer?.ok === true && answer.value.outcome !== 'delivered') {
      const reason = answer.value.reason ?? 'The keys were not taken.';
      const over = { action: 'press', isRunning: false, steps: [], problem: null, reason } as const;
      put(profileId, sessionId, { ...over, startedAtMs: clock.nowMs() });
    }
    return answer;
  };

  return {
    store,
    want(profileIds) {
      for (const profileId of [...running.keys()]) if (!profileIds.has(profileId)) end(profileId);
      for (const profileId of profileIds) if (!running.has(profileId)) begin(profileId);
    },
    retry(profileId) {
      if (!running.has(profileId)) return;
      end(profileId);
      begin(profileId);
    },
    async start(profileId, wish, onSteps = () => undefined) {
      let steps: readonly ProgressStep[] = [];
      const answer = await runOperation(
        () => client.sessions.start({ profile: profileId, ...wish }),
        (step) => {
          steps = applyStep(steps, step);
          onSteps(steps);
        },
      );
      if (answer.ok) take(profileId, answer.value);
      return answer;
    },
    async resume(profileId, sessionId, isForced = false) {
      const begun = following(() => client.sessions.resume({ ...at(profileId, sessionId), isForced }));
      const answer = await operate(profileId, sessionId, 'resume', begun);
      if (answer?.ok === true) take(profileId, answer.value);
      return answer;
    },
    async stop(profileId, sessionId, isWorktreeRemoved = false) {
      const begun = following(() => client.sessions.stop({ ...at(profileId, sessionId), isWorktreeRemoved }));
      const answer = await operate(profileId, sessionId, 'stop', begun);
      if (answer?.ok === true) {
        changeList(profileId, ({ sessions }) => ({ sessions: sessions.filter(({ id }) => id !== sessionId) }));
      }
      return answer;
    },
    async rename(profileId, sessionId, title) {
      const answer = await operate(profileId, sessionId, 'rename', () =>
        ask(() => client.sessions.rename({ ...at(profileId, sessionId), title })),
      );
      if (answer?.ok === true) take(profileId, answer.value);
      return answer;
    },
    press: (profileId, sessionId, keys) => press(profileId, sessionId, () => pressKeys(profileId, sessionId, keys)),
    answer: (profileId, asked, choose) =>
      press(profileId, asked.id, async () => {
        const screen = await ask(() => client.sessions.capture({ ...at(profileId, asked.id), historyLines: 0 }));
        if (!screen.ok) return screen;
        const keys = choose(screen.value.text);
        if (keys === null) return held('Its screen shows no question that can be answered from here.');
        const now = find(profileId, asked.id);
        const isSame = now?.state === 'waiting' && now.stateSinceMs === asked.stateSinceMs;
        if (!isSame || now.stateDetail !== asked.stateDetail) return held('It asks something else by now.');
        return pressKeys(profileId, asked.id, keys);
      }),
    send: (profileId, sessionId, text) => ask(() => client.sessions.send({ ...at(profileId, sessionId), ...text })),
    capture: (profileId, sessionId, historyLines) =>
      ask(() => client.sessions.capture({ ...at(profileId, sessionId), historyLines })),
    transcript: (profileId, sessionId) =>
      operate(profileId, sessionId, 'transcript', () =>
        ask(() => client.sessions.transcript(at(profileId, sessionId))),
      ),
    async configure(profileId, settings) {
      const answer = await ask(() => client.sessions.configure({ profile: profileId, settings }));
      if (answer.ok) changeList(profileId, () => ({ settings: answer.value }));
      return answer;
    },
    hooks: (profileId) => ask(() => client.sessions.hooks({ profile: profileId })),
    configureHooks: (profileId, agent, isInstalled) =>
      ask(() => client.sessions.configureHooks({ profile: profileId, agent, isInstalled })),
    take,
    dismiss: (profileId, sessionId) => put(profileId, sessionId, null),
    find,
  };
}

/** Nothing was pressed. */
function held(reason: string): Answer<SendOutcome> {
  return { ok: true, value: { outcome: 'held', reason } };
}
