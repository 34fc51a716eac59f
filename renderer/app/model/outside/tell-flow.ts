import type { ShownInstance, ShownOutside } from '../../../../main/contract/surroundings.ts';
import { ask } from '../../../api/problem.ts';
import { raisedCount } from '../../../features/alerts/alerts-model.ts';
import type { BerthApp } from '../berth-app.ts';

/** What changes within this is told at once, milliseconds. */
const gatherMs = 200;
/** As many as the contract takes; a tray lists fewer still. */
const toldMost = 500;

/** Tells the desktop around the page what runs, how much is raised and which theme is on, whenever one of them changes. */
export function keepDesktopTold(app: BerthApp): void {
  const { session, clock, instances, alerts, profiles, link, shellInfo, theme } = app;
  let told = '';
  let isWaiting = false;
  const tell = async () => {
    isWaiting = false;
    if (shellInfo.getState()?.shell !== 'electron') return;
    const shown = shownOutside(app);
    const next = JSON.stringify(shown);
    if (next === told) return;
    told = next;
    const answer = await ask(() => session.client.shell.tell(shown));
    if (!answer.ok) told = '';
  };
  const update = () => {
    if (isWaiting) return;
    isWaiting = true;
    clock.after(gatherMs, () => void tell());
  };
  for (const store of [instances.store, alerts.store, profiles.store, link.store, shellInfo, theme]) {
    store.subscribe(update);
  }
  // Another desktop, or the same one after a restart, knows nothing yet.
  session.onOpen(() => {
    told = '';
    update();
  });
}

/** What is known to run on servers whose link is up or is being mended, in the order of the page. */
export function shownOutside({ instances, alerts, profiles, link, theme }: BerthApp): ShownOutside {
  const { statuses } = link.store.getState();
  const known = profiles.store.getState().profiles;
  const shown = known.flatMap(({ id: profileId, name: hostName }): ShownInstance[] => {
    const state = statuses[profileId]?.state;
    if (state !== 'connected' && state !== 'reconnecting') return [];
    const ofHost = instances.store.getState()[profileId]?.instances ?? [];
    return ofHost
      .flatMap(({ id, repository, state: lived }): ShownInstance[] =>
        lived === 'running' || lived === 'starting'
          ? [{ profileId, hostName, repositoryId: id, name: repository, state: lived }]
          : [],
      )
      .sort((one, other) => one.name.localeCompare(other.name));
  });
  return {
    instances: shown.slice(0, toldMost),
    alertCount: raisedCount(
      alerts.store.getState(),
      known.map(({ id }) => id),
    ),
    theme: theme.getState(),
  };
}
