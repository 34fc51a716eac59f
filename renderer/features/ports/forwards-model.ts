import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Forward, ForwardKind } from '../../../main/contract/forwards.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { type Answer, ask, type Problem } from '../../api/problem.ts';

/** Which port of which host is meant. */
export interface ForwardPlace {
  readonly profileId: string;
  readonly port: number;
}

/** What is asked for. */
export interface ForwardWish extends ForwardPlace {
  readonly kind: ForwardKind;
  /** Of the host, when the program listens on that one only. */
  readonly address: string | null;
  /** With `tcp`; null takes the same number, or a free one. */
  readonly localPort: number | null;
}

/** All forwards, and what is under way or went wrong at a port. */
export interface ForwardsState {
  /** Null until they were told. */
  readonly forwards: readonly Forward[] | null;
  readonly busy: ReadonlySet<string>;
  readonly problems: Readonly<Record<string, Problem>>;
}

/** The forwards of all hosts. */
export interface ForwardsModel {
  readonly store: StoreApi<ForwardsState>;
  take(forwards: readonly Forward[]): void;
  open(wish: ForwardWish): Promise<Answer<Forward>>;
  close(forward: Forward): Promise<void>;
  remember(forward: Forward, repositoryId: string | null): Promise<void>;
  /** A one-shot address that lets a browser into a forwarded page. */
  enter(forward: Forward): Promise<Answer<{ readonly origin: string; readonly entryUrl: string }>>;
  /** Shows a problem at a port, or puts it away. */
  setProblem(place: ForwardPlace, problem: Problem | null): void;
}

/** Names a port among those of all hosts. */
export const placeKey = ({ profileId, port }: ForwardPlace) => `${profileId} ${port}`;

/** The forwards of one port: a web page, a TCP port, or both. */
export function forwardsOf(forwards: readonly Forward[] | null, place: ForwardPlace): readonly Forward[] {
  return (forwards ?? []).filter(({ profileId, port }) => profileId === place.profileId && port === place.port);
}

/** Makes the model; nothing is told yet. */
export function createForwardsModel(client: Pick<BerthClient, 'forwards'>): ForwardsModel {
  const store = createStore<ForwardsState>(() => ({ forwards: null, busy: new Set(), problems: {} }));
  const setProblem = (place: ForwardPlace, problem: Problem | null) =>
    store.setState(({ problems }) => {
      const { [placeKey(place)]: _known, ...others } = problems;
      return { problems: problem === null ? others : { ...others, [placeKey(place)]: problem } };
    });
  const setBusy = (place: ForwardPlace, isBusy: boolean) =>
    store.setState(({ busy }) => {
      const next = new Set(busy);
      if (isBusy) next.add(placeKey(place));
      else next.delete(placeKey(place));
      return { busy: next };
    });
  /** What the core answers is there before it is told to all. */
  const put = (forward: Forward) =>
    store.setState(({ forwards }) => ({
      forwards: [...(forwards ?? []).filter(({ id }) => id !== forward.id), forward],
    }));
  /** One question about a port at a time; what goes wrong is shown there. */
  const during = async <T>(place: ForwardPlace, question: () => Promise<Answer<T>>): Promise<Answer<T>> => {
    setBusy(place, true);
    setProblem(place, null);
    const answer = await question();
    setBusy(place, false);
    if (!answer.ok) setProblem(place, answer.failure);
    return answer;
  };
  return {
    store,
    setProblem,
    take: (forwards) => store.setState({ forwards }),
    async open(wish) {
      const { profileId, ...rest } = wish;
      const answer = await during(wish, () => ask(() => client.forwards.open({ profile: profileId, ...rest })));
      if (answer.ok) put(answer.value);
      return answer;
    },
    async close(forward) {
      const answer = await during(forward, () => ask(() => client.forwards.close({ id: forward.id })));
      if (!answer.ok) return;
      store.setState(({ forwards }) => ({ forwards: forwards?.filter(({ id }) => id !== forward.id) ?? null }));
    },
    async remember(forward, repository) {
      const answer = await during(forward, () => ask(() => client.forwards.remember({ id: forward.id, repository })));
      if (answer.ok) put(answer.value);
    },
    enter: (forward) => during(forward, () => ask(() => client.forwards.enter({ id: forward.id }))),
  };
}
