import type { Bounds } from '../../../main/contract/views.ts';
import type { BerthClient } from '../../api/berth-client.ts';
import { ask, type Problem } from '../../api/problem.ts';

/** Where a view belongs at this moment. */
export interface Placement {
  readonly bounds: Bounds;
  readonly isVisible: boolean;
  readonly isCovered: boolean;
}

/** Keeps one view where its tab is. */
export interface ViewPlacer {
  /**
   * Asks for a place; resolves when the latest one that was asked for is answered, with what is wrong with it. Of many in a row
   * only the last is sent.
   */
  place(placement: Placement): Promise<Problem | null>;
  /** Forgets what was sent, for a view that was opened elsewhere. */
  forget(): void;
}

/** Makes the placer of a tab. */
export function createViewPlacer(views: Pick<BerthClient['views'], 'place'>, tabId: string): ViewPlacer {
  let wanted: Placement | null = null;
  let sent = '';
  let work: Promise<Problem | null> | null = null;
  const send = async () => {
    // Whoever asks notes this work first.
    await Promise.resolve();
    let problem: Problem | null = null;
    // What was asked for while an answer was on its way comes next, so a view that is resized never lags behind a queue.
    while (wanted !== null) {
      const placement = wanted;
      wanted = null;
      const text = JSON.stringify(placement);
      if (text === sent) continue;
      sent = text;
      const answer = await ask(() => views.place({ tabId, ...placement }));
      problem = answer.ok ? null : answer.failure;
      if (!answer.ok) sent = '';
    }
    work = null;
    return problem;
  };
  return {
    place(placement) {
      wanted = placement;
      work ??= send();
      return work;
    },
    forget() {
      sent = '';
    },
  };
}
