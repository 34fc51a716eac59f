import { createStore, type StoreApi } from 'zustand/vanilla';
import type { EndedProcesses, ProcessRow } from '../../../../main/contract/processes.ts';
import type { BerthClient } from '../../../api/berth-client.ts';
import type { Problem } from '../../../api/problem.ts';
import { runOperation } from '../../../api/run-operation.ts';
import { identityOf } from '../process-table.ts';
import { endedWords } from './end-words.ts';

/** Processes that somebody wants to end. */
export interface Ending {
  readonly profileId: string;
  /** As they were shown when it was asked for; at least one. */
  readonly rows: readonly ProcessRow[];
  /** What they are together, "all in session deploy"; null for a single one. */
  readonly title: string | null;
  readonly phase: 'asking' | 'working' | 'over';
  /** Whether they are, or were last, ended without being asked. */
  readonly isForced: boolean;
  /** How it went, when not all of them ended. */
  readonly outcome: EndedProcesses | null;
  /** Why nothing was done at all. */
  readonly problem: Problem | null;
}

/** Ending processes: first the question, then what came of it. */
export interface EndingModel {
  readonly store: StoreApi<Ending | null>;
  open(profileId: string, rows: readonly ProcessRow[], title?: string | null): void;
  /** Asks them to end; forced, ends those that are still alive. */
  confirm(isForced: boolean): Promise<void>;
  /** Puts the dialog away; what is under way goes on, and its end is told by `say`. */
  close(): void;
}

/** So many are told to a host at once; see the contract. */
const mostAtOnce = 500;

interface EndingParts {
  readonly client: Pick<BerthClient, 'processes'>;
  /** Told in a sentence how it went. */
  readonly say: (profileId: string, words: string) => void;
}

/** Makes the model; nothing is asked yet. */
export function createEndingModel({ client, say }: EndingParts): EndingModel {
  const store = createStore<Ending | null>(() => null);
  const set = (ending: Ending | null) => store.setState(ending, true);
  return {
    store,
    open: (profileId, rows, title = null) =>
      set({
        profileId,
        rows: rows.slice(0, mostAtOnce),
        title,
        phase: 'asking',
        isForced: false,
        outcome: null,
        problem: null,
      }),
    async confirm(isForced) {
      const asked = store.getState();
      if (asked === null || asked.phase === 'working') return;
      const { profileId, outcome } = asked;
      const rows = outcome === null ? asked.rows : stillThere(asked.rows, outcome);
      const working: Ending = { ...asked, rows, phase: 'working', isForced, outcome: null, problem: null };
      set(working);
      const answer = await runOperation(
        () => client.processes.end({ profile: profileId, processes: rows.map(targetOf), isForced }),
        // The dialog says what is done; there is one step.
        () => undefined,
      );
      const isShown = store.getState() === working;
      if (!answer.ok) {
        if (isShown) set({ ...working, phase: 'over', problem: answer.failure });
        else say(profileId, answer.failure.message);
        return;
      }
      const isDone = answer.value.alive.length === 0 && answer.value.failures.length === 0;
      if (isShown) set(isDone ? null : { ...working, phase: 'over', outcome: answer.value });
      if (isDone || !isShown) say(profileId, endedWords(rows, answer.value));
    },
    close: () => set(null),
  };
}

/** Never a pid alone; a process of others goes by its user and name too, as they were shown. */
function targetOf({ pid, startTicks, owner, user, name }: ProcessRow) {
  return { pid, startTicks, foreign: owner.kind === 'other' ? { user, name } : null };
}

function stillThere(rows: readonly ProcessRow[], { alive, failures }: EndedProcesses): readonly ProcessRow[] {
  const left = new Set([...alive, ...failures].map(identityOf));
  return rows.filter((row) => left.has(identityOf(row)));
}
