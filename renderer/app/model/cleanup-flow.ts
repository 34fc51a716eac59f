import type { BerthApp } from './berth-app.ts';

/** What a cleanup lists and leaves is what was left behind, so that it need not be counted again. */
export function keepLeftoversKnown({ cleanup, leftovers }: Pick<BerthApp, 'cleanup' | 'leftovers'>): void {
  cleanup.store.subscribe((state) => {
    if (state.phase === 'listed' && state.level === 'leftovers') leftovers.take(state.profileId, state.preview.items);
    // Whatever its level was, leftovers went with it.
    if (state.phase === 'done') leftovers.take(state.profileId, state.report.remaining);
  });
}
