import { useMemo } from 'react';
import { useStore } from 'zustand';
import { forwardsOf } from '../../features/ports/forwards-model.ts';
import { portRows } from '../../features/ports/table/port-rows.ts';
import { type PortLine, portLines } from '../../features/ports/table/port-table.ts';
import { useNameOf } from '../host/use-name-of.ts';
import { useBerth, useLinkView } from '../use-berth.ts';

/** The development servers of a host's editors that are not here yet, and that nobody put away. */
export function useOffers(profileId: string): readonly PortLine[] {
  const app = useBerth();
  const nameOf = useNameOf(profileId);
  const ports = useStore(app.ports.store, (state) => state[profileId]?.ports ?? null);
  const putAway = useStore(app.ports.store, (state) => state[profileId]?.putAway ?? null);
  const forwards = useStore(app.forwards.store, (state) => state.forwards);
  const isLinked = useLinkView(profileId).kind === 'connected';
  return useMemo(() => {
    if (!isLinked || forwards === null) return [];
    return portLines(portRows(ports ?? [], nameOf), [], nameOf).filter(
      ({ key, port, isDevServer }) =>
        isDevServer && putAway?.has(key) !== true && forwardsOf(forwards, { profileId, port }).length === 0,
    );
  }, [nameOf, ports, putAway, forwards, profileId, isLinked]);
}
