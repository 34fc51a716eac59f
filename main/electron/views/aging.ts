/** A live view that nobody sees. */
export interface HiddenView {
  readonly tabId: string;
  /** When it was seen last, epoch milliseconds. */
  readonly hiddenAtMs: number;
  /** Not before this: it had unsaved work when it was to be unloaded. */
  readonly keptUntilMs: number;
}

/** Which views to unload, and when to look again; null when time alone changes nothing. */
export interface Aging {
  readonly dueTabIds: readonly string[];
  readonly nextAtMs: number | null;
}

/** A view that was just left is likely to be wanted again, milliseconds. */
export const longHiddenMs = 5 * 60_000;

/** Of the hidden views, those that were seen last stay, `liveMost` of them; of the others, those that are hidden for long go. */
export function agingViews(hidden: readonly HiddenView[], liveMost: number, nowMs: number): Aging {
  const oldestFirst = hidden.toSorted((one, other) => one.hiddenAtMs - other.hiddenAtMs);
  const surplus = oldestFirst.slice(0, Math.max(0, hidden.length - liveMost));
  const dueAtMs = ({ hiddenAtMs, keptUntilMs }: HiddenView) => Math.max(hiddenAtMs + longHiddenMs, keptUntilMs);
  const later = surplus.filter((view) => dueAtMs(view) > nowMs).map(dueAtMs);
  return {
    dueTabIds: surplus.filter((view) => dueAtMs(view) <= nowMs).map(({ tabId }) => tabId),
    nextAtMs: later.length === 0 ? null : Math.min(...later),
  };
}
