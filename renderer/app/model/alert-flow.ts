import type { AlertEntry } from '../../../main/contract/alerts.ts';
import { follow } from '../../api/follow.ts';
import type { AlertLead } from '../../features/alerts/AlertLine.tsx';
import { isOfPhase } from '../../features/alerts/alert-words.ts';
import { showSession } from './agents-panel.ts';
import type { BerthApp } from './berth-app.ts';
import { openHost } from './editor-flow.ts';
import { type HostSection, showSection } from './layout-state.ts';

/** Follows what linked hosts warn of. */
export function keepAlerts(app: BerthApp): void {
  const { session, clock, alerts } = app;
  follow({ session, clock, open: (signal) => session.client.alerts.watch({}, { signal }), onItem: alerts.take });
}

/** A toast about what an agent does goes when the agent does something else since, or is gone. */
export function keepToastsTrue({ alerts, sessions }: Pick<BerthApp, 'alerts' | 'sessions'>): void {
  sessions.store.subscribe((now, before) => {
    for (const [profileId, { list }] of Object.entries(now)) {
      if (list === null || list === before[profileId]?.list) continue;
      alerts.dismissWhere(profileId, (entry) => {
        if (!isOfPhase(entry)) return false;
        const session = list.sessions.find(({ id }) => id === entry.session?.id);
        // The host tells both times; a list from before the alert says nothing about it.
        return session === undefined || (session.stateSinceMs ?? 0) > entry.atMs;
      });
    }
  });
}

/** Where the button of an alert leads; null where there is nothing to go to. */
export function alertLead(
  app: BerthApp,
  profileId: string,
  { kind, instanceId, repository, session, target }: AlertEntry,
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
    case 'agent-waiting':
    case 'agent-ended':
    case 'agent-memory':
      if (session === null) return null;
      return lead(kind === 'agent-waiting' ? 'Answer it' : 'Look at it', () => showSession(app, profileId, session.id));
  }
}

/** Shows a part of a host's page, and connects to it. */
export function show(app: BerthApp, profileId: string, section: HostSection): void {
  openHost(app, profileId);
  app.layout.setState((layout) => showSection(layout, profileId, section), true);
}
