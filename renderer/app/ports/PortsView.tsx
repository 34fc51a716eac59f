import { type RefObject, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../../main/contract/profiles.ts';
import { PortsCard } from '../../features/ports/PortsCard.tsx';
import { PortTableCard } from '../../features/ports/table/PortTableCard.tsx';
import { useNameOf } from '../host/use-name-of.ts';
import { useRows } from '../host/use-rows.ts';
import { portActions } from '../model/forward-flow.ts';
import { useBerth, useLinkView } from '../use-berth.ts';

interface PortsViewProps {
  readonly profile: Profile;
  /** The field that `/` leads to. */
  readonly searchField: RefObject<HTMLInputElement | null>;
}

/** The part of a host's page about its ports: who listens, what of it is here, and which ports editors may use. */
export function PortsView({ profile, searchField }: PortsViewProps) {
  const { id } = profile;
  const app = useBerth();
  const rows = useRows(id);
  const ports = useStore(app.ports.store, (state) => state[id] ?? null);
  const forwards = useStore(app.forwards.store);
  const isLinked = useLinkView(id).kind === 'connected';
  const actions = useMemo(() => portActions(app), [app]);
  const nameOf = useNameOf(id);
  const crashedIds = new Set(rows?.filter(({ state }) => state === 'crashed').map((row) => row.id));
  return (
    <>
      <PortTableCard
        profile={profile}
        list={ports}
        forwards={forwards}
        isLinked={isLinked}
        nameOf={nameOf}
        repositories={rows ?? []}
        actions={actions}
        searchField={searchField}
        onRetry={() => void app.ports.read(id)}
      />
      <PortsCard
        profile={profile}
        list={ports}
        isLinked={isLinked}
        nameOf={nameOf}
        isCrashed={(instanceId) => crashedIds.has(instanceId)}
        onSaveRange={(draft) => app.profiles.edit(id, draft)}
        onCheck={() => void app.ports.check(id)}
        onDismissCheck={() => app.ports.dismissCheck(id)}
      />
    </>
  );
}
