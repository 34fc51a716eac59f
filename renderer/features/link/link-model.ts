import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HostStatus, LoginQuestion } from '../../../main/contract/hosts.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import type { PageClock } from '../../api/page-clock.ts';
import { type Answer, ask, type Problem } from '../../api/problem.ts';
import { type Attempt, isQuestion } from './link-view.ts';
import { isOutcomeKnown } from './login-question.ts';

/** The links to all hosts, by profile id. */
export interface LinkState {
  readonly statuses: Readonly<Record<string, HostStatus>>;
  readonly attempts: Readonly<Record<string, Attempt>>;
  /** Login questions that were answered here, until their host says what came of it. Never the answers. */
  readonly answered: Readonly<Record<string, LoginQuestion>>;
}

/** A secret as the user gave it. */
export interface GivenSecret {
  readonly secretKind: 'password' | 'passphrase';
  readonly secret: string;
  readonly isRemembered: boolean;
}

/** A line that was taken out of a file of known keys. */
export interface RemovedKey {
  readonly file: string;
  readonly lineNumber: number;
  readonly fingerprint: string;
}

/** How the page connects when nobody clicked. */
export interface HowToConnect {
  /** Puts a question aside instead of asking it. */
  readonly isQuiet?: boolean;
  /** Goes on by itself where nobody is reached yet. */
  readonly isKept?: boolean;
}

/** Links and the user's attempts to connect. */
export interface LinkModel {
  readonly store: StoreApi<LinkState>;
  /** Takes a status that the core told. */
  take(status: HostStatus): void;
  /** A host answered just now, so the link was heard. */
  noteHeard(profileId: string): void;
  connect(profileId: string, how?: HowToConnect): Promise<void>;
  disconnect(profileId: string): Promise<void>;
  /** Whether the user closed this link here, and so does not want it opened by a look at its host. */
  isClosedByUser(profileId: string): boolean;
  /** Trusts the offered key, of the host on the way when the question is about that one, and connects. */
  trust(profileId: string, fingerprint: string): Promise<void>;
  /** Hands a secret over, for the host that asks, and connects; the secret is not kept by the page. */
  unlock(profileId: string, secret: GivenSecret): Promise<void>;
  /** Removes what is known of the keys of the host that shows another one. Nothing is trusted or connected. */
  forgetKey(profileId: string, confirmation: string): Promise<Answer<readonly RemovedKey[]>>;
  /** Answers a login question, or gives up with null, also while answers are checked; they are not kept by the page. */
  answer(profileId: string, question: LoginQuestion, answers: readonly string[] | null): Promise<void>;
  /** Puts a question aside; the page goes on to show it as a card. */
  dismiss(profileId: string): void;
  /** Asks the put-aside question again. */
  askAgain(profileId: string): void;
  /** Asks what something else than an attempt found out, for example a diagnosis. */
  raise(profileId: string, problem: Problem): void;
  forget(profileId: string): void;
}

/** Makes the model; it knows no link yet. */
export function createLinkModel(client: Pick<BerthClient, 'hosts'>, clock: PageClock): LinkModel {
  const store = createStore<LinkState>(() => ({ statuses: {}, attempts: {}, answered: {} }));
  const closedByUser = new Set<string>();
  const setAttempt = (profileId: string, attempt: Attempt | null) =>
    store.setState(({ attempts }) => ({ attempts: put(attempts, profileId, attempt) }));
  const setAnswered = (profileId: string, question: LoginQuestion | null) =>
    store.setState(({ answered }) => ({ answered: put(answered, profileId, question) }));
  const take = (status: HostStatus) => {
    const { profileId } = status;
    store.setState(({ statuses }) => ({ statuses: { ...statuses, [profileId]: status } }));
    const { answered, attempts } = store.getState();
    if (answered[profileId] !== undefined && isOutcomeKnown(answered[profileId], status)) setAnswered(profileId, null);
    if (status.state === 'connected' && attempts[profileId] !== undefined) setAttempt(profileId, null);
  };
  const begin = (profileId: string): Attempt => {
    closedByUser.delete(profileId);
    const attempt: Attempt = { phase: 'connecting', sinceMs: clock.nowMs() };
    setAttempt(profileId, attempt);
    return attempt;
  };
  /** Whether an attempt was stopped, or another one began after it: then its answer is about nothing that is shown. */
  const isOver = (profileId: string, attempt: Attempt) => {
    const current = store.getState().attempts[profileId];
    return current === undefined || (current.phase === 'connecting' && current !== attempt);
  };
  const settle = (profileId: string, attempt: Attempt, answer: Answer<HostStatus>, how: HowToConnect = {}) => {
    if (isOver(profileId, attempt)) return;
    if (answer.ok) {
      take(answer.value);
      setAttempt(profileId, null);
    } else if (how.isKept && !isQuestion(answer.failure) && store.getState().statuses[profileId] !== undefined) {
      // The link says itself what it goes on with, or why it does not.
      setAttempt(profileId, null);
    } else refuse(profileId, answer.failure, how.isQuiet);
  };
  const refuse = (profileId: string, problem: Problem, isQuiet = false) =>
    setAttempt(profileId, { phase: isQuestion(problem) && !isQuiet ? 'asking' : 'failed', problem });
  const connect = async (profileId: string, how: HowToConnect = {}) => {
    if (store.getState().attempts[profileId]?.phase === 'connecting') return;
    const attempt = begin(profileId);
    const { isKept = false } = how;
    settle(profileId, attempt, await ask(() => client.hosts.connect({ profile: profileId, isKept })), how);
  };
  /** Runs what must go well before the next attempt, then connects. */
  const connectAfter = async (profileId: string, before: (owner: string) => Promise<Answer<unknown>>) => {
    const owner = ownerOf(profileId);
    const attempt = begin(profileId);
    const answer = await before(owner);
    if (isOver(profileId, attempt)) return;
    if (!answer.ok) return refuse(profileId, answer.failure);
    settle(profileId, attempt, await ask(() => client.hosts.connect({ profile: profileId })));
  };
  const disconnect = async (profileId: string) => {
    closedByUser.add(profileId);
    setAttempt(profileId, null);
    const answer = await ask(() => client.hosts.disconnect({ profile: profileId }));
    if (answer.ok) take(answer.value);
    else refuse(profileId, answer.failure);
  };
  const problemOf = (profileId: string): Problem | null => {
    const { attempts, statuses } = store.getState();
    const attempt = attempts[profileId];
    if (attempt !== undefined) return attempt.phase === 'connecting' ? null : attempt.problem;
    return statuses[profileId]?.failure ?? null;
  };
  /** The profile that a question is about: the host on the way when that is the one that stands in it. */
  const ownerOf = (profileId: string) => problemOf(profileId)?.jump?.profileId ?? profileId;

  return {
    store,
    take,
    noteHeard(profileId) {
      const status = store.getState().statuses[profileId];
      if (status?.state === 'connected') take({ ...status, lastHeardAtMs: clock.nowMs() });
    },
    connect,
    disconnect,
    isClosedByUser: (profileId) => closedByUser.has(profileId),
    trust: (profileId, fingerprint) =>
      connectAfter(profileId, (profile) => ask(() => client.hosts.trust({ profile, fingerprint }))),
    unlock: (profileId, secret) =>
      connectAfter(profileId, (profile) => ask(() => client.hosts.unlock({ profile, ...secret }))),
    async forgetKey(profileId, confirmation) {
      const profile = ownerOf(profileId);
      const answer = await ask(() => client.hosts.forgetKey({ profile, confirmation }));
      return answer.ok ? { ok: true, value: answer.value.removed } : answer;
    },
    async answer(profileId, question, answers) {
      // An answered question cannot be given up any more; what it is checked for can.
      if (answers === null && store.getState().answered[profileId]?.id === question.id) {
        await disconnect(profileId);
        setAnswered(profileId, null);
        return;
      }
      // Giving up leads to no other round that would be waited for.
      if (answers !== null) setAnswered(profileId, question);
      const given = answers === null ? null : [...answers];
      const told = await ask(() =>
        client.hosts.answer({ profile: profileId, questionId: question.id, answers: given }),
      );
      if (told.ok) return;
      setAnswered(profileId, null);
      refuse(profileId, told.failure);
    },
    dismiss(profileId) {
      const problem = problemOf(profileId);
      if (problem !== null) setAttempt(profileId, { phase: 'failed', problem });
    },
    askAgain(profileId) {
      const problem = problemOf(profileId);
      if (problem !== null) setAttempt(profileId, { phase: 'asking', problem });
    },
    raise: (profileId, problem) => setAttempt(profileId, { phase: isQuestion(problem) ? 'asking' : 'failed', problem }),
    forget(profileId) {
      closedByUser.delete(profileId);
      setAttempt(profileId, null);
      setAnswered(profileId, null);
      store.setState(({ statuses }) => ({ statuses: put(statuses, profileId, null) }));
    },
  };
}

/** The same record with one entry replaced, or without it. */
function put<T>(entries: Readonly<Record<string, T>>, id: string, entry: T | null): Readonly<Record<string, T>> {
  const { [id]: _previous, ...others } = entries;
  return entry === null ? others : { ...others, [id]: entry };
}
