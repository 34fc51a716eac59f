import { useMemo } from 'react';
import { PortOffers } from '../../features/ports/table/PortOffers.tsx';
import { portActions } from '../model/forward-flow.ts';
import { useBerth } from '../use-berth.ts';
import { useOffers } from './use-offers.ts';
import '../../features/ports/table/port-table.css';

/** Offers the development servers of a host's editors that are not here yet; nothing where there are none. */
export function DevServers({ profileId }: { readonly profileId: string }) {
  const app = useBerth();
  const offers = useOffers(profileId);
  const actions = useMemo(() => portActions(app), [app]);
  return (
    <PortOffers
      profileId={profileId}
      offers={offers}
      actions={actions}
      onPutAway={({ key }) => app.ports.putAway(profileId, key)}
    />
  );
}
