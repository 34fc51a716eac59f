import type { Profile } from '../../../main/contract/profiles.ts';
import type { FleetAction } from '../../features/fleet/FleetRow.tsx';
import { isQuestion, type LinkView, linkView } from '../../features/link/link-view.ts';
import { countOf } from '../../lib/format.ts';
import type { BerthApp } from './berth-app.ts';
import { openHost } from './editor-flow.ts';

/** So many attempts run at once: enough to be quick, and few enough for a host on the way of many. */
const attemptCountAtOnce = 4;

/** What the page shows of a link, outside of React. */
export function viewOf({ link }: Pick<BerthApp, 'link'>, profileId: string): LinkView {
  const { statuses, attempts } = link.store.getState();
  return linkView(statuses[profileId], attempts[profileId]);
}

/** The one click that a server is offered in the list. */
export function actionOf(view: LinkView): FleetAction {
  switch (view.kind) {
    case 'connected':
      return 'open';
    case 'connecting':
      return 'stop';
    case 'reconnecting':
      return 'try-now';
    case 'failed':
      return isQuestion(view.problem) ? 'answer' : 'retry';
    case 'disconnected':
      return 'connect';
  }
}

/** Does it. */
export function runAction(app: BerthApp, { id }: Profile, action: FleetAction): void {
  if (action === 'open') openHost(app, id);
  else if (action === 'stop') void app.link.disconnect(id);
  else if (action === 'answer') app.link.askAgain(id);
  else void app.link.connect(id);
}

/** Whether "Connect all" would try it: what asks something waits for its own click, so that no questions pile up. */
export function isConnectable(view: LinkView): boolean {
  return view.kind === 'disconnected' || (view.kind === 'failed' && !isQuestion(view.problem));
}

/** Whether "Disconnect all" would close it: it is up, or on its way to be. */
export function isUp({ kind }: LinkView): boolean {
  return kind === 'connected' || kind === 'connecting' || kind === 'reconnecting';
}

/** Connects all of these, a few at a time. Questions are put aside and told by their rows. */
export async function connectAll(app: BerthApp, profileIds: readonly string[]): Promise<void> {
  const { fleet, link, announcement } = app;
  const waiting = profileIds.filter((id) => isConnectable(viewOf(app, id)));
  if (fleet.getState().isConnectingAll || waiting.length === 0) return;
  fleet.setState({ isConnectingAll: true, queuedIds: waiting });
  announcement.setState(`Connecting ${countOf(waiting.length, 'server')}…`, true);
  const next = () => {
    const [id, ...others] = fleet.getState().queuedIds;
    fleet.setState({ queuedIds: others });
    return id;
  };
  const tried: string[] = [];
  const work = async () => {
    for (let id = next(); id !== undefined; id = next()) {
      tried.push(id);
      await link.connect(id, { isQuiet: true });
    }
  };
  await Promise.all(Array.from({ length: attemptCountAtOnce }, work));
  fleet.setState({ isConnectingAll: false });
  const linkedCount = tried.filter((id) => viewOf(app, id).kind === 'connected').length;
  announcement.setState(
    linkedCount === tried.length
      ? `${countOf(linkedCount, 'server')} linked.`
      : `${linkedCount} of ${countOf(tried.length, 'server')} linked; the list tells why the others are not.`,
    true,
  );
}

/** Closes the links to all of these, and tries none that still waits; what runs on the servers keeps running. */
export async function disconnectAll(app: BerthApp, profileIds: readonly string[]): Promise<void> {
  app.fleet.setState(({ queuedIds }) => ({ queuedIds: queuedIds.filter((id) => !profileIds.includes(id)) }));
  const up = profileIds.filter((id) => isUp(viewOf(app, id)));
  await Promise.all(up.map((id) => app.link.disconnect(id)));
  app.announcement.setState(`${countOf(up.length, 'link')} closed; everything on the servers keeps running.`, true);
}
