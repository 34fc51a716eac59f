import { useMemo } from 'react';
import { useStore } from 'zustand';
import { forwardsOf } from '../../features/ports/forwards-model.ts';
import { PortOffers } from '../../features/ports/PortOffers.tsx';
import { portRows } from '../../features/ports/port-rows.ts';
import { portLines } from '../../features/ports/port-table.ts';
import { useRows } from '../host/use-rows.ts';
import { portActions } from '../model/forward-flow.ts';
import { useBerth, useLinkView } from '../use-berth.ts';
import '../../features/ports/port-table.css';

/** Offers the development servers of a host's editors that are not here yet; nothing where there are none. */
export function DevServers({ profileId }: { readonly profileId: string }) {
  const app = useBerth();
  const rows = useRows(profileId);
  const ports = useStore(app.ports.store, (state) => state[profileId]?.ports ?? null);
  const putAway = useStore(app.ports.store, (state) => state[profileId]?.putAway ?? null);
  const forwards = useStore(app.forwards.store, (state) => state.forwards);
  const isLinked = useLinkView(profileId).kind === 'connected';
  const actions = useMemo(() => portActions(app), [app]);
  const offers = useMemo(() => {
    const names = new Map(rows?.map((row) => [row.id, row.name]));
    const nameOf = (id: string) => names.get(id) ?? id;
    return portLines(portRows(ports ?? [], nameOf), [], nameOf).filter(
      ({ key, port, isDevServer }) =>
        isDevServer && putAway?.has(key) !== true && forwardsOf(forwards, { profileId, port }).length === 0,
    );
  }, [rows, ports, putAway, forwards, profileId]);
  if (!isLinked || forwards === null) return null;
  return (
    <PortOffers
      profileId={profileId}
      offers={offers}
      actions={actions}
      onPutAway={({ key }) => app.ports.putAway(profileId, key)}
    />
  );
}
