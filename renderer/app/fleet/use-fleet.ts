import { useCallback, useRef, useSyncExternalStore } from 'react';
import type { Session } from '../../../main/contract/session-words.ts';
import { type LeadWord, leadOf } from '../../features/fleet/fleet-lead.ts';
import { type FleetEntry, orderFleet } from '../../features/fleet/fleet-order.ts';
import type { LinkView } from '../../features/link/link-view.ts';
import { failedWords } from '../../features/link/link-words.ts';
import { countOf } from '../../lib/format.ts';
import type { BerthApp } from '../model/berth-app.ts';
import { isConnectable, isUp, viewOf } from '../model/fleet-flow.ts';
import { useBerth } from '../use-berth.ts';

/** What the list as a whole shows. */
export interface FleetSummary {
  /** Ids in the order of the list, without those the filter leaves out. */
  readonly shownIds: readonly string[];
  readonly count: number;
  readonly lead: readonly LeadWord[];
  /** Whether one of those in the list could be connected, and whether one could be disconnected. */
  readonly hasConnectable: boolean;
  readonly hasLinked: boolean;
}

/**
 * The list without its rows. A change of a link or a figure that changes nothing here draws nothing here; each row looks
 * after its own.
 */
export function useFleetSummary(): FleetSummary {
  const app = useBerth();
  const last = useRef<{ readonly text: string; readonly summary: FleetSummary } | null>(null);
  const read = useCallback(() => {
    const summary = summaryOf(app);
    const text = JSON.stringify(summary);
    if (last.current?.text !== text) last.current = { text, summary };
    return last.current.summary;
  }, [app]);
  return useSyncExternalStore(
    useCallback((listener) => subscribe(app, listener), [app]),
    read,
  );
}

function subscribe({ profiles, link, stats, instances, sessions, fleet }: BerthApp, listener: () => void): () => void {
  const stops = [profiles.store, link.store, stats.store, instances.store, sessions.store, fleet].map((store) =>
    store.subscribe(listener),
  );
  return () => {
    for (const stop of stops) stop();
  };
}

const off: LinkView = { kind: 'disconnected', sinceMs: null };

function summaryOf(app: BerthApp): FleetSummary {
  const { filter, sort } = app.fleet.getState();
  const saved = app.profiles.store.getState().profiles;
  const views = new Map(saved.map(({ id }) => [id, viewOf(app, id)]));
  const entries = saved.map((profile): FleetEntry => {
    const stats = app.stats.store.getState()[profile.id]?.stats ?? null;
    const state = views.get(profile.id)?.kind ?? 'disconnected';
    // Figures of a link that is gone are from before, and no reason for a place.
    const isCurrent = stats !== null && state === 'connected';
    const { id, name, address, user, tags } = profile;
    const shareOf = (of: { readonly totalBytes: number; readonly availableBytes: number }) =>
      1 - of.availableBytes / Math.max(1, of.totalBytes);
    return {
      id,
      name,
      address,
      user,
      tags,
      state,
      cpuShare: isCurrent ? stats.cpu.usedShare : null,
      memoryShare: isCurrent ? shareOf(stats.memory) : null,
      diskShare: isCurrent ? shareOf(stats.disk) : null,
    };
  });
  const lead = leadOf(
    saved.map(({ id, name }) => {
      const view = views.get(id) ?? off;
      return { name, isLinked: view.kind === 'connected', need: needOf(app, id, view) };
    }),
  );
  const shownIds = orderFleet(entries, filter, sort);
  const shownViews = shownIds.map((id) => views.get(id) ?? off);
  return {
    shownIds,
    count: saved.length,
    lead,
    hasConnectable: shownViews.some(isConnectable),
    hasLinked: shownViews.some(isUp),
  };
}

/** Why a server needs the user, as a predicate; null when it does not. */
function needOf({ instances, sessions }: BerthApp, profileId: string, view: LinkView): string | null {
  switch (view.kind) {
    case 'failed':
      return failedWords(view.problem);
    case 'connecting':
    case 'reconnecting':
      return view.isAsked ? 'asks you something' : null;
    case 'connected': {
      const crashed =
        instances.store.getState()[profileId]?.instances?.filter(({ state }) => state === 'crashed') ?? [];
      const waiting = waitingWords(sessions.store.getState()[profileId]?.list?.sessions ?? []);
      const broken = crashed.length === 1 ? `a crashed editor, ${crashed[0]?.repository}` : null;
      const needs = [crashed.length > 1 ? countOf(crashed.length, 'crashed editor') : broken, waiting].filter(
        (need) => need !== null,
      );
      return needs.length === 0 ? null : `has ${needs.join(', and ')}`;
    }
    case 'disconnected':
      return null;
  }
}

/** Which agents wait on a server; null when none does. */
function waitingWords(sessions: readonly Session[]): string | null {
  const waiting = sessions.filter(({ state }) => state === 'waiting');
  const [first] = waiting;
  if (first === undefined) return null;
  return waiting.length === 1 ? `an agent that waits, ${first.title}` : `${waiting.length} agents that wait`;
}
