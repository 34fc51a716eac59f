import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Profile } from '../../../main/contract/profiles.ts';
import { PortsCard } from '../../features/ports/PortsCard.tsx';
import { PortTableCard } from '../../features/ports/PortTableCard.tsx';
import { useRows } from '../host/use-rows.ts';
import { portActions } from '../model/forward-flow.ts';
import { useBerth, useLinkView } from '../use-berth.ts';
import { DevServers } from './DevServers.tsx';

/** The part of a host's page about its ports: what is offered, who listens, and which ports editors may use. */
export function PortsView({ profile }: { readonly profile: Profile }) {
  const { id } = profile;
  const app = useBerth();
  const rows = useRows(id);
  const ports = useStore(app.ports.store, (state) => state[id] ?? null);
  const forwards = useStore(app.forwards.store);
  const isLinked = useLinkView(id).kind === 'connected';
  const actions = useMemo(() => portActions(app), [app]);
  const names = useMemo(() => new Map(rows?.map((row) => [row.id, row.name])), [rows]);
  const nameOf = useMemo(() => (instanceId: string) => names.get(instanceId) ?? instanceId, [names]);
  const crashedIds = new Set(rows?.filter(({ state }) => state === 'crashed').map((row) => row.id));
  return (
    <>
      <DevServers profileId={id} />
      <PortTableCard
        profile={profile}
        list={ports}
        forwards={forwards}
        isLinked={isLinked}
        nameOf={nameOf}
        repositories={rows ?? []}
        actions={actions}
        onRetry={() => void app.ports.read(id)}
      />
      <PortsCard
        profile={profile}
        list={ports}
        isLinked={isLinked}
        hasList={false}
        nameOf={nameOf}
        isCrashed={(instanceId) => crashedIds.has(instanceId)}
        onSaveRange={(draft) => app.profiles.edit(id, draft)}
        onCheck={() => void app.ports.check(id)}
        onDismissCheck={() => app.ports.dismissCheck(id)}
        onRetry={() => void app.ports.read(id)}
      />
    </>
  );
}
