import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Problem } from '../../../api/problem.ts';
import type { Capture, SessionsModel } from '../sessions-model.ts';
import { type Drafts, talkKey } from './drafts.ts';

/** What became of the last message. */
export type SendState =
  | { readonly kind: 'sending' }
  | { readonly kind: 'delivered' }
  | { readonly kind: 'held' | 'lost'; readonly reason: string }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** One conversation with a session. */
export interface Talk {
  /** What is typed and not sent; kept over reloads. */
  readonly draft: string;
  /** What was sent from here, the last one last. */
  readonly sent: readonly string[];
  /** Null while nothing was sent, or the draft was changed since. */
  readonly outcome: SendState | null;
  /** What stands on its screen; null until it was told. */
  readonly screen: Capture | null;
  /** Why the screen cannot be told; what was told stays. */
  readonly screenProblem: Problem | null;
  /** Whether lines before the screen are shown too. */
  readonly hasHistory: boolean;
}

/** What is said to sessions, by profile and session. */
export interface TalkModel {
  readonly store: StoreApi<Readonly<Record<string, Talk>>>;
  talkOf(profileId: string, sessionId: string): Talk;
  type(profileId: string, sessionId: string, draft: string): void;
  /** Sends the draft, also over somebody else's unsent text when forced. */
  send(profileId: string, sessionId: string, isForced?: boolean): Promise<void>;
  /** Looks at the screen; two looks at the same time are one, and one more after it. */
  look(profileId: string, sessionId: string): Promise<void>;
  showHistory(profileId: string, sessionId: string, hasHistory: boolean): void;
}

const sentMost = 50;
const historyLines = 1_000;
const silence: Talk = {
  draft: '',
  sent: [],
  outcome: null,
  screen: null,
  screenProblem: null,
  hasHistory: false,
};

/** Makes the model with the drafts that were kept. */
export function createTalkModel(sessions: Pick<SessionsModel, 'send' | 'capture'>, drafts: Drafts): TalkModel {
  const store = createStore<Readonly<Record<string, Talk>>>(() =>
    Object.fromEntries(Object.entries(drafts.all()).map(([key, draft]) => [key, { ...silence, draft }])),
  );
  const of = (key: string) => store.getState()[key] ?? silence;
  const change = (key: string, part: Partial<Talk>) => store.setState(() => ({ [key]: { ...of(key), ...part } }));
  drafts.onForget((key) => store.setState(({ [key]: _gone, ...others }) => others, true));
  const looks = new Map<string, 'looking' | 'again'>();
  const look = async (profileId: string, sessionId: string) => {
    const key = talkKey(profileId, sessionId);
    if (looks.has(key)) {
      looks.set(key, 'again');
      return;
    }
    do {
      looks.set(key, 'looking');
      const answer = await sessions.capture(profileId, sessionId, of(key).hasHistory ? historyLines : 0);
      change(key, answer.ok ? { screen: answer.value, screenProblem: null } : { screenProblem: answer.failure });
    } while (looks.get(key) === 'again');
    looks.delete(key);
  };
  return {
    store,
    talkOf: (profileId, sessionId) => of(talkKey(profileId, sessionId)),
    type(profileId, sessionId, draft) {
      const key = talkKey(profileId, sessionId);
      const { outcome } = of(key);
      change(key, { draft, outcome: outcome?.kind === 'sending' ? outcome : null });
      drafts.keep(profileId, sessionId, draft);
    },
    async send(profileId, sessionId, isForced = false) {
      const key = talkKey(profileId, sessionId);
      const { draft, outcome } = of(key);
      if (draft.trim() === '' || outcome?.kind === 'sending') return;
      change(key, { outcome: { kind: 'sending' } });
      const answer = await sessions.send(profileId, sessionId, { text: draft, isForced });
      if (!answer.ok) return change(key, { outcome: { kind: 'failed', problem: answer.failure } });
      if (answer.value.outcome === 'delivered') {
        const { draft: now, sent } = of(key);
        // What was typed while it was on its way is not sent.
        const left = now === draft ? '' : now;
        change(key, { draft: left, sent: [...sent, draft].slice(-sentMost), outcome: { kind: 'delivered' } });
        drafts.keep(profileId, sessionId, left);
      } else {
        const { outcome: kind, reason } = answer.value;
        change(key, { outcome: { kind, reason: reason ?? unexplained[kind] } });
      }
      void look(profileId, sessionId);
    },
    look,
    showHistory(profileId, sessionId, hasHistory) {
      change(talkKey(profileId, sessionId), { hasHistory });
      void look(profileId, sessionId);
    },
  };
}

const unexplained = {
  held: 'Nothing was typed.',
  lost: 'It was typed, and the program was not seen to take it.',
} as const;
