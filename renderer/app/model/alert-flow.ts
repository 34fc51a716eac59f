import type { AlertEntry } from '../../../main/contract/alerts.ts';
import type { Notice } from '../../../main/contract/shell.ts';
import { follow } from '../../api/follow.ts';
import { ask } from '../../api/problem.ts';
import type { AlertLead } from '../../features/alerts/AlertLine.tsx';
import { profileOfNotice } from '../../features/alerts/alert-words.ts';
import type { BerthApp } from './berth-app.ts';
import { openHost } from './editor-flow.ts';
import { type HostSection, showSection } from './layout-state.ts';

/** Follows what linked hosts warn of, and what is clicked outside of the page. */
export function keepAlerts(app: BerthApp): void {
  const { session, clock, alerts } = app;
  const { client } = session;
  follow({ session, clock, open: (signal) => client.alerts.watch({}, { signal }), onItem: alerts.take });
  follow({
    session,
    clock,
    open: (signal) => client.shell.noticeClicks({}, { signal }),
    onItem: ({ key }) => showNoticed(app, key),
  });
}

/** Shows the alerts of the host that a clicked notice was about. */
export function showNoticed(app: BerthApp, key: string): void {
  const profileId = profileOfNotice(key);
  const isKnown = app.profiles.store.getState().profiles.some(({ id }) => id === profileId);
  if (profileId !== null && isKnown) show(app, profileId, 'alerts');
}

/** Hands a notice to the operating system, or to the browser where the shell has no notices of its own. */
export async function sendNotice(app: BerthApp, isLookedAt: boolean, notice: Notice): Promise<void> {
  if (isLookedAt) return;
  if (app.shellInfo.getState()?.shell === 'electron') await ask(() => app.session.client.shell.notify(notice));
  else app.browserNotices.show(notice);
}

/** Where the button of an alert leads; null where there is nothing to go to. */
export function alertLead(
  app: BerthApp,
  profileId: string,
  { kind, instanceId, repository, target }: AlertEntry,
): AlertLead | null {
  const lead = (label: string, go: () => void): AlertLead => ({
    label,
    onSelect: () => {
      app.alerts.setOpen(false);
      go();
    },
  });
  const section = (label: string, name: HostSection) => lead(label, () => show(app, profileId, name));
  const onHost = (label: string, open: (profileId: string) => unknown) =>
    lead(label, () => {
      openHost(app, profileId);
      void open(profileId);
    });
  const processes = (label: string) =>
    lead(label, () => {
      if (instanceId !== null) app.processViews.filter(profileId, { owner: `instance:${instanceId}` });
      show(app, profileId, 'processes');
    });
  const log = () =>
    lead('Show its log', () => {
      openHost(app, profileId);
      app.logs.open({ profileId, repositoryId: instanceId ?? '', name: repository ?? instanceId ?? '' });
    });
  switch (kind) {
    case 'cpu':
    case 'memory':
      return processes('See the processes');
    case 'disk':
      return onHost('Look for leftovers…', (id) => app.cleanup.preview(id, 'leftovers'));
    case 'disk-forecast':
      return section('See how it fills', 'resources');
    case 'certificate':
      return onHost('Settings of the server…', app.hostSettings.open);
    case 'setup-broken':
      if (instanceId !== null) return log();
      return target === 'code-server' ? onHost('Set it up…', app.setup.open) : onHost('Check up…', app.doctor.open);
    case 'instance-crashed':
    case 'out-of-memory':
      return instanceId === null ? section('See the editors', 'overview') : log();
    case 'instance-suspended':
      return section('See the editors', 'overview');
  }
}

function show(app: BerthApp, profileId: string, section: HostSection): void {
  openHost(app, profileId);
  app.layout.setState((layout) => showSection(layout, profileId, section), true);
}
