import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CleanupItem, CleanupLevel, CleanupPreview, CleanupReport } from '../../../main/contract/cleanup.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { type Answer, ask, type Problem } from '../../api/problem.ts';
import { runOperation } from '../../api/run-operation.ts';
import { applyStep, type ProgressStep } from '../../lib/operation-progress.ts';
import { type ListChanges, listChanges } from './list-changes.ts';

/** Which host, and how much of it. */
interface Asked {
  readonly profileId: string;
  readonly level: CleanupLevel;
}

/** Where a cleanup is; nothing is removed before `running`. */
export type CleanupState =
  | { readonly phase: 'closed' }
  | ({ readonly phase: 'listing' } & Asked)
  | ({
      readonly phase: 'listed';
      readonly preview: CleanupPreview;
      /** Keys of the optional items that go too. */
      readonly ticked: ReadonlySet<string>;
      /** Set when another list than the one that was agreed to was found instead. */
      readonly changes: ListChanges | null;
    } & Asked)
  | ({ readonly phase: 'running'; readonly steps: readonly ProgressStep[] } & Asked)
  | ({ readonly phase: 'done'; readonly report: CleanupReport } & Asked)
  | ({ readonly phase: 'failed'; readonly steps: readonly ProgressStep[]; readonly problem: Problem } & Asked);

/** One cleanup at a time, in a dialog. */
export interface CleanupModel {
  readonly store: StoreApi<CleanupState>;
  /** Lists what a cleanup of this level would remove. */
  preview(profileId: string, level: CleanupLevel): Promise<void>;
  /** Lets an optional item go too, or stay. */
  tick(key: string, isTicked: boolean): void;
  /** Removes what was listed; when there is another list by then, shows that one instead. */
  run(): Promise<void>;
  /** Closes the dialog; a running cleanup goes on. */
  close(): void;
}

type Listed = Extract<CleanupState, { phase: 'listed' }>;

/** Whether an item goes with a cleanup that is run as the list stands. */
export function doesGo({ key, isOptional, obstacle }: CleanupItem, ticked: ReadonlySet<string>): boolean {
  return obstacle === null && (!isOptional || ticked.has(key));
}

/**
 * Makes the model, closed; `onUnseenEnd` is told how a cleanup ended whose dialog was closed before. `mayEnd` is asked before
 * instances go: false where somebody stays with unsaved work.
 */
export function createCleanupModel(
  client: Pick<BerthClient, 'cleanup'>,
  onUnseenEnd: (profileId: string, answer: Answer<CleanupReport>) => void,
  mayEnd: (profileId: string) => Promise<boolean> | null = () => null,
): CleanupModel {
  const store = createStore<CleanupState>(() => ({ phase: 'closed' }));
  let turn = 0;
  /** Sets the state unless the dialog was closed or asked for something else meanwhile. */
  const setIn = (ownTurn: number, state: CleanupState) => {
    if (ownTurn === turn) store.setState(state, true);
  };
  /** Lists; `agreed` is the list that the user said yes to, and that is another one on the host by now. */
  const list = async (asked: Asked, agreed: Listed | null) => {
    const ownTurn = ++turn;
    setIn(ownTurn, { phase: 'listing', ...asked });
    const answer = await ask(() => client.cleanup.preview({ profile: asked.profileId, level: asked.level }));
    if (!answer.ok) return setIn(ownTurn, { phase: 'failed', ...asked, steps: [], problem: answer.failure });
    const preview = answer.value;
    const there = new Set(preview.items.map(({ key }) => key));
    const ticked = new Set([...(agreed?.ticked ?? [])].filter((key) => there.has(key)));
    const changes = agreed === null ? null : listChanges(agreed.preview.items, preview.items);
    setIn(ownTurn, { phase: 'listed', ...asked, preview, ticked, changes });
  };
  return {
    store,
    preview: (profileId, level) => list({ profileId, level }, null),
    tick(key, isTicked) {
      const state = store.getState();
      if (state.phase !== 'listed') return;
      const ticked = new Set(state.ticked);
      if (isTicked) ticked.add(key);
      else ticked.delete(key);
      store.setState({ ...state, ticked }, true);
    },
    async run() {
      const state = store.getState();
      if (state.phase !== 'listed') return;
      const asking = state.level === 'leftovers' ? null : mayEnd(state.profileId);
      if (asking !== null && (!(await asking) || store.getState() !== state)) return;
      const ownTurn = ++turn;
      const { profileId, level, preview, ticked } = state;
      const asked = { profileId, level };
      let steps: readonly ProgressStep[] = [];
      setIn(ownTurn, { phase: 'running', ...asked, steps });
      const answer = await runOperation(
        () => client.cleanup.run({ profile: profileId, level, digest: preview.digest, ticked: [...ticked] }),
        (step) => {
          steps = applyStep(steps, step);
          setIn(ownTurn, { phase: 'running', ...asked, steps });
        },
      );
      if (ownTurn !== turn) return onUnseenEnd(profileId, answer);
      if (answer.ok) setIn(ownTurn, { phase: 'done', ...asked, report: answer.value });
      else if (answer.failure.kind !== 'list-changed') {
        setIn(ownTurn, { phase: 'failed', ...asked, steps, problem: answer.failure });
      } else await list(asked, state);
    },
    close() {
      turn += 1;
      store.setState({ phase: 'closed' }, true);
    },
  };
}
