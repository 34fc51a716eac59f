import { createStore, type StoreApi } from 'zustand/vanilla';
import type { HostStatus } from '../../../main/contract/hosts.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import type { PageClock } from '../../api/page-clock.ts';
import { type Answer, ask, type Problem } from '../../api/problem.ts';
import { type Attempt, isQuestion } from './link-view.ts';

/** The links to all hosts, by profile id. */
export interface LinkState {
  readonly statuses: Readonly<Record<string, HostStatus>>;
  readonly attempts: Readonly<Record<string, Attempt>>;
}

/** A secret as the user gave it. */
export interface GivenSecret {
  readonly secretKind: 'password' | 'passphrase';
  readonly secret: string;
  readonly isRemembered: boolean;
}

/** Links and the user's attempts to connect. */
export interface LinkModel {
  readonly store: StoreApi<LinkState>;
  /** Takes a status that the core told. */
  take(status: HostStatus): void;
  /** A host answered just now, so the link was heard. */
  noteHeard(profileId: string): void;
  connect(profileId: string): Promise<void>;
  disconnect(profileId: string): Promise<void>;
  /** Trusts the offered key and connects; a refusal replaces the question. */
  trust(profileId: string, fingerprint: string): Promise<void>;
  /** Hands a secret over and connects; the secret is not kept by the page. */
  unlock(profileId: string, secret: GivenSecret): Promise<void>;
  /** Puts a question aside; the page goes on to show it as a card. */
  dismiss(profileId: string): void;
  /** Asks the put-aside question again. */
  askAgain(profileId: string): void;
  forget(profileId: string): void;
}

/** Makes the model; it knows no link yet. */
export function createLinkModel(client: Pick<BerthClient, 'hosts'>, clock: PageClock): LinkModel {
  const store = createStore<LinkState>(() => ({ statuses: {}, attempts: {} }));
  const setAttempt = (profileId: string, attempt: Attempt | null) =>
    store.setState(({ attempts }) => {
      const { [profileId]: _previous, ...others } = attempts;
      return { attempts: attempt === null ? others : { ...others, [profileId]: attempt } };
    });
  const take = (status: HostStatus) => {
    store.setState(({ statuses }) => ({ statuses: { ...statuses, [status.profileId]: status } }));
    if (status.state === 'connected') setAttempt(status.profileId, null);
  };
  const settle = (profileId: string, answer: Answer<HostStatus>) => {
    if (answer.ok) {
      take(answer.value);
      setAttempt(profileId, null);
    } else refuse(profileId, answer.failure);
  };
  const refuse = (profileId: string, problem: Problem) =>
    setAttempt(profileId, { phase: isQuestion(problem) ? 'asking' : 'failed', problem });
  const connect = async (profileId: string) => {
    if (store.getState().attempts[profileId]?.phase === 'connecting') return;
    setAttempt(profileId, { phase: 'connecting', sinceMs: clock.nowMs() });
    settle(profileId, await ask(() => client.hosts.connect({ profile: profileId })));
  };
  /** Runs what must go well before the next attempt, then connects. */
  const connectAfter = async (profileId: string, before: () => Promise<Answer<unknown>>) => {
    setAttempt(profileId, { phase: 'connecting', sinceMs: clock.nowMs() });
    const answer = await before();
    if (!answer.ok) return refuse(profileId, answer.failure);
    settle(profileId, await ask(() => client.hosts.connect({ profile: profileId })));
  };
  const move = (profileId: string, phase: 'asking' | 'failed') => {
    const attempt = store.getState().attempts[profileId];
    if (attempt !== undefined && attempt.phase !== 'connecting') setAttempt(profileId, { ...attempt, phase });
  };

  return {
    store,
    take,
    noteHeard(profileId) {
      const status = store.getState().statuses[profileId];
      if (status?.state === 'connected') take({ ...status, lastHeardAtMs: clock.nowMs() });
    },
    connect,
    async disconnect(profileId) {
      setAttempt(profileId, null);
      const answer = await ask(() => client.hosts.disconnect({ profile: profileId }));
      if (answer.ok) take(answer.value);
      else refuse(profileId, answer.failure);
    },
    trust: (profileId, fingerprint) =>
      connectAfter(profileId, () => ask(() => client.hosts.trust({ profile: profileId, fingerprint }))),
    unlock: (profileId, secret) =>
      connectAfter(profileId, () => ask(() => client.hosts.unlock({ profile: profileId, ...secret }))),
    dismiss: (profileId) => move(profileId, 'failed'),
    askAgain: (profileId) => move(profileId, 'asking'),
    forget(profileId) {
      setAttempt(profileId, null);
      store.setState(({ statuses }) => {
        const { [profileId]: _gone, ...others } = statuses;
        return { statuses: others };
      });
    },
  };
}
