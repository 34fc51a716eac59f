import { createStore, type StoreApi } from 'zustand/vanilla';
import type { System } from '../../../main/contract/chords.ts';
import type { Profile } from '../../../main/contract/profiles.ts';
import { follow } from '../../api/follow.ts';
import type { PageClock } from '../../api/page-clock.ts';
import { ask } from '../../api/problem.ts';
import type { Session } from '../../api/session.ts';
import { createSessionsModel, type SessionsModel } from '../../features/agents/sessions-model.ts';
import { createDrafts, type Drafts } from '../../features/agents/talk/drafts.ts';
import { type AlertsModel, createAlertsModel } from '../../features/alerts/alerts-model.ts';
import {
  type BrowserNotices,
  createBrowserNotices,
  type NotificationClass,
} from '../../features/alerts/browser-notices.ts';
import {
  type AlertSettingsModel,
  createAlertSettingsModel,
} from '../../features/alerts/settings/alert-settings-model.ts';
import { type CleanupModel, createCleanupModel } from '../../features/cleanup/cleanup-model.ts';
import { endSentence } from '../../features/cleanup/end-sentence.ts';
import { createLeftoversModel, type LeftoversModel } from '../../features/cleanup/leftovers-model.ts';
import { createDoctorModel, type DoctorModel } from '../../features/doctor/doctor-model.ts';
import { createDownloadsModel, type DownloadsModel } from '../../features/downloads/downloads-model.ts';
import { createEditorsModel, type EditorsModel } from '../../features/editor/editors-model.ts';
import { createFindModel, type FindModel } from '../../features/editor/find-model.ts';
import { createViewStates, type ViewStatesModel } from '../../features/editor/view-states.ts';
import { createFleetModel, type FleetModel } from '../../features/fleet/fleet-model.ts';
import { type BulkModel, createBulkModel } from '../../features/instances/bulk-model.ts';
import {
  createInstanceSettingsModel,
  type InstanceSettingsModel,
} from '../../features/instances/instance-settings-model.ts';
import { createInstancesModel, type InstancesModel } from '../../features/instances/instances-model.ts';
import { createPublicAddressModel, type PublicAddressModel } from '../../features/instances/public-address-model.ts';
import { type ChordsModel, createChordsModel } from '../../features/keys/chords-model.ts';
import { type ConnectionModel, createConnectionModel } from '../../features/link/connection-model.ts';
import { createLinkModel, type LinkModel } from '../../features/link/link-model.ts';
import { createHostLogsModel, type HostLogsModel } from '../../features/logs/host/host-logs-model.ts';
import { createLogsModel, type LogsModel } from '../../features/logs/logs-model.ts';
import { createPaletteModel, type PaletteModel } from '../../features/palette/palette-model.ts';
import { createForwardsModel, type ForwardsModel } from '../../features/ports/forwards-model.ts';
import { createPortsModel, type PortsModel } from '../../features/ports/ports-model.ts';
import { createEndingModel, type EndingModel } from '../../features/processes/end/ending-model.ts';
import { createProcessViews, type ProcessViewsModel } from '../../features/processes/process-views.ts';
import { createProcessesModel, type ProcessesModel } from '../../features/processes/processes-model.ts';
import { createProfilesModel, type ProfilesModel } from '../../features/profiles/profiles-model.ts';
import { createPlaceModel, type PlaceModel } from '../../features/repositories/add/place-model.ts';
import { type CloneModel, createCloneModel } from '../../features/repositories/clone/clone-model.ts';
import { createListViews, type ListViewsModel } from '../../features/repositories/list/list-views.ts';
import {
  createRepositoriesModel,
  type RepositoriesModel,
} from '../../features/repositories/list/repositories-model.ts';
import {
  createWorkingCopiesModel,
  type WorkingCopiesModel,
} from '../../features/repositories/list/working-copies-model.ts';
import { createResourcesModel, type ResourcesModel } from '../../features/resources/resources-model.ts';
import { createSecretsModel, type SecretsModel } from '../../features/secrets/secrets-model.ts';
import { createHostSettingsModel, type HostSettingsModel } from '../../features/settings/host-settings-model.ts';
import { createRestartsModel, type RestartsModel } from '../../features/setup/restarts-model.ts';
import { createSetupModel, type SetupModel } from '../../features/setup/setup-model.ts';
import { createVersionsModel, type VersionsModel } from '../../features/setup/versions-model.ts';
import { createLiveWatches, type LiveWatches } from '../../features/stats/live-watches.ts';
import { createStatsModel, type StatsModel } from '../../features/stats/stats-model.ts';
import { createTerminalSettings, type TerminalSettingsModel } from '../../features/terminal/terminal-settings-model.ts';
import { createTerminalSigns, type TerminalSignsModel } from '../../features/terminal/terminal-signs.ts';
import { createUpdatesModel, type UpdatesModel } from '../../features/updates/updates-model.ts';
import type { PageStorage } from '../../lib/stored-json.ts';
import { type AgentsPanel, isSessionShown } from './agents-panel.ts';
import { keepAlerts, keepToastsTrue } from './alert-flow.ts';
import { type AppSettingsModel, createAppSettingsModel } from './app-settings-model.ts';
import { keepLeftoversKnown } from './cleanup-flow.ts';
import { keepDraftsTrue } from './drafts-flow.ts';
import { keepEditorsOpen } from './editor-flow.ts';
import { keepHostsWatched, takeLive } from './host-watch.ts';
import { keepKeysTold } from './keys-flow.ts';
import { emptyLayout, type LayoutState } from './layout-state.ts';
import { leaveEditors } from './leave-editors.ts';
import { logLinks } from './log-links.ts';
import { keepNoticesAnswered, noticeAlert, noticeDownload, showNoticed } from './outside/notice-flow.ts';
import { keepOpeningsAnswered } from './outside/opening-flow.ts';
import { withPresence } from './outside/presence.ts';
import { keepDesktopTold } from './outside/tell-flow.ts';
import { keepCopiesFresh } from './repository-flow.ts';
import { keepLayoutTrue } from './return-flow.ts';
import { loadLayout, saveLayout } from './saved-layout.ts';
import { keepSessionsWatched } from './session-watch.ts';
import { afterSetup, followRunning, keepSetupKnown } from './setup-flow.ts';
import { keepViewsTold } from './tabs/view-flow.ts';
import { keepSignsSeen } from './terminal-flow.ts';

/** What the shell can do; null until it has told. */
export type ShellInfo = {
  readonly shell: 'electron' | 'web' | 'cli';
  readonly editorHost: 'view' | 'iframe' | 'none';
} | null;

/** Which dialog about a server is open. */
export type OpenDialog =
  | { readonly kind: 'none' }
  | { readonly kind: 'add'; readonly source: 'hand' | 'ssh-config' | 'file' }
  | { readonly kind: 'export'; readonly profileIds: readonly string[] }
  | { readonly kind: 'edit' | 'remove'; readonly profile: Profile };

/** The page without React: every feature's model and what joins them. */
export interface BerthApp {
  readonly session: Session;
  readonly profiles: ProfilesModel;
  readonly link: LinkModel;
  readonly connection: ConnectionModel;
  readonly fleet: FleetModel;
  readonly repositories: RepositoriesModel;
  readonly copies: WorkingCopiesModel;
  readonly listViews: ListViewsModel;
  readonly clone: CloneModel;
  readonly places: PlaceModel;
  readonly instances: InstancesModel;
  readonly bulk: BulkModel;
  /** Terminals and agents. */
  readonly sessions: SessionsModel;
  /** What about them is open above the page. */
  readonly agents: StoreApi<AgentsPanel>;
  /** What is typed to them and not sent. */
  readonly drafts: Drafts;
  readonly logs: LogsModel;
  readonly hostLogs: HostLogsModel;
  readonly stats: StatsModel;
  readonly resources: ResourcesModel;
  readonly watches: LiveWatches;
  readonly processes: ProcessesModel;
  readonly processViews: ProcessViewsModel;
  readonly ending: EndingModel;
  readonly ports: PortsModel;
  readonly forwards: ForwardsModel;
  readonly cleanup: CleanupModel;
  readonly leftovers: LeftoversModel;
  readonly doctor: DoctorModel;
  readonly setup: SetupModel;
  readonly versions: VersionsModel;
  readonly restarts: RestartsModel;
  readonly instanceSettings: InstanceSettingsModel;
  readonly publicAddress: PublicAddressModel;
  readonly hostSettings: HostSettingsModel;
  /** Those of Berth itself. */
  readonly settings: AppSettingsModel;
  readonly updates: UpdatesModel;
  readonly alerts: AlertsModel;
  readonly alertSettings: AlertSettingsModel;
  readonly browserNotices: BrowserNotices;
  readonly downloads: DownloadsModel;
  readonly secrets: SecretsModel;
  readonly editors: EditorsModel;
  /** What the pages in the tabs tell of themselves. */
  readonly tabViews: ViewStatesModel;
  /** What the terminals in the tabs tell of themselves. */
  readonly terminalSigns: TerminalSignsModel;
  readonly terminalSettings: TerminalSettingsModel;
  /** The search in the page of a tab. */
  readonly find: FindModel;
  /** The keys of the commands. */
  readonly chords: ChordsModel;
  readonly palette: PaletteModel;
  readonly layout: StoreApi<LayoutState>;
  readonly shellInfo: StoreApi<ShellInfo>;
  readonly dialog: StoreApi<OpenDialog>;
  /** As the desktop calls them; what was chosen on this page. */
  readonly theme: StoreApi<'system' | 'light' | 'dark'>;
  /** One sentence about what was just done, for the footer. */
  readonly announcement: StoreApi<string>;
  readonly makeTabId: () => string;
  readonly clock: PageClock;
  /** Started to mend something: nothing is restored, and no link is made by itself. */
  readonly isSafe: boolean;
}

/** What the page needs of the browser. */
export interface BrowserParts {
  readonly session: Session;
  readonly clock: PageClock;
  readonly storage: PageStorage;
  readonly makeTabId: () => string;
  readonly isVisible: () => boolean;
  readonly onVisible: (listener: () => void) => () => void;
  /** Whether the user looks at the page; default: as long as it is visible. */
  readonly isLookedAt?: () => boolean;
  /** Default: no. */
  readonly isSafe?: boolean;
  /** Whose keys and habits count; default: those of Linux. */
  readonly system?: System;
  /** The browser's own notices, where it has some. */
  readonly notification?: NotificationClass | undefined;
}

/** Makes all models, joins them and begins to watch. */
export function createBerthApp(parts: BrowserParts): BerthApp {
  const {
    session,
    clock,
    storage,
    makeTabId,
    notification,
    isLookedAt,
    isSafe = false,
    system = 'linux',
    ...ownVisibility
  } = parts;
  const visibility = withPresence(ownVisibility, session, clock);
  const isSeen = () => visibility.isVisible() && (isLookedAt?.() ?? true);
  const { client } = session;
  const instances = createInstancesModel(session, clock, (profileId, id) => leaveEditors(app, profileId, [id]));
  const mayEndAll = (profileId: string) => leaveEditors(app, profileId, null);
  const link = createLinkModel(client, clock);
  const profiles = createProfilesModel(client);
  const copies = createWorkingCopiesModel(client, clock);
  const repositories = createRepositoriesModel(client, (profileId) => copies.refresh(profileId));
  const announcement = createStore<string>(() => '');
  const nameOf = (profileId: string) =>
    profiles.store.getState().profiles.find(({ id }) => id === profileId)?.name ?? profileId;
  const say = (profileId: string, words: string) => announcement.setState(`${nameOf(profileId)}: ${words}`, true);
  const app: BerthApp = {
    session,
    clock,
    makeTabId,
    isSafe,
    profiles,
    link,
    connection: createConnectionModel(client, clock),
    fleet: createFleetModel(storage),
    repositories,
    copies,
    listViews: createListViews(storage),
    clone: createCloneModel(client, {
      onDone: repositories.put,
      onUnseenEnd: say,
      onUnknownEnd: (id) => void repositories.load(id),
    }),
    places: createPlaceModel(client, { onPut: repositories.put, onGone: repositories.drop }),
    instances,
    bulk: createBulkModel(client, instances.take, mayEndAll),
    sessions: createSessionsModel(session, clock),
    agents: createStore<AgentsPanel>(() => ({ kind: 'none' })),
    drafts: createDrafts(storage),
    logs: createLogsModel(session, clock, logLinks(link)),
    hostLogs: createHostLogsModel(session, clock, logLinks(link)),
    stats: createStatsModel(client),
    resources: createResourcesModel(client, clock),
    watches: createLiveWatches({ client, session, clock, onItem: (id, item) => takeLive(app, id, item) }),
    processes: createProcessesModel(clock),
    processViews: createProcessViews(storage),
    ending: createEndingModel({ client, say }),
    ports: createPortsModel(client),
    forwards: createForwardsModel(client),
    cleanup: createCleanupModel(client, (profileId, answer) => say(profileId, endSentence(answer)), mayEndAll),
    leftovers: createLeftoversModel(client, clock),
    doctor: createDoctorModel(client, clock, say),
    setup: createSetupModel(client, clock, (profileId, answer, isSeen) =>
      afterSetup(app, profileId, answer, (words) => {
        if (!isSeen) say(profileId, words);
      }),
    ),
    versions: createVersionsModel(client, say),
    restarts: createRestartsModel({
      // One whose restart failed half-way does not run any more.
      restartOne: (profileId, id) =>
        instances[instances.find(profileId, id)?.state === 'running' ? 'restart' : 'start'](profileId, id),
      onEach: (profileId) => app.versions.refresh(profileId),
    }),
    instanceSettings: createInstanceSettingsModel(client),
    publicAddress: createPublicAddressModel(client),
    hostSettings: createHostSettingsModel(client),
    settings: createAppSettingsModel(client),
    updates: createUpdatesModel(client, (words) => announcement.setState(words, true)),
    alerts: createAlertsModel(client, clock, {
      say,
      nameOf,
      isShown: (profileId, { session: about }) => about !== null && isSessionShown(app, profileId, about.id),
      notify: (notice, about) => noticeAlert(app, isSeen(), notice, about),
    }),
    alertSettings: createAlertSettingsModel(client),
    browserNotices: createBrowserNotices(notification, (key) => showNoticed(app, key)),
    downloads: createDownloadsModel(client, (download) => noticeDownload(app, isSeen(), download)),
    secrets: createSecretsModel(client),
    editors: createEditorsModel(client),
    tabViews: createViewStates(),
    terminalSigns: createTerminalSigns(),
    terminalSettings: createTerminalSettings(storage, isSafe),
    find: createFindModel(client),
    chords: createChordsModel({ storage, system, isSafe }),
    palette: createPaletteModel(),
    layout: createStore<LayoutState>(() => (isSafe ? emptyLayout : loadLayout(storage, makeTabId))),
    shellInfo: createStore<ShellInfo>(() => null),
    dialog: createStore<OpenDialog>(() => ({ kind: 'none' })),
    theme: createStore<'system' | 'light' | 'dark'>(() => 'system'),
    announcement,
  };
  // The tabs of before are still there at the next start.
  if (!isSafe) app.layout.subscribe((layout) => saveLayout(storage, layout));
  session.onOpen(() => void loadShell(app));
  session.onOpen(() => void loadProfiles(app));
  session.onOpen(() => void app.secrets.load());
  session.onOpen(() => void app.settings.load());
  follow({
    session,
    clock,
    open: (signal) => client.hosts.watch({}, { signal }),
    onItem: app.link.take,
  });
  follow({
    session,
    clock,
    open: (signal) => client.forwards.watch({}, { signal }),
    onItem: app.forwards.take,
  });
  follow({ session, clock, open: (signal) => client.updates.watch({}, { signal }), onItem: app.updates.take });
  app.link.store.subscribe(({ statuses }) => {
    const { profileId } = app.connection.store.getState();
    if (profileId !== null) app.connection.follow(statuses[profileId]);
  });
  keepLayoutTrue(app);
  keepHostsWatched(app, visibility);
  keepSessionsWatched(app, visibility);
  keepSetupKnown(app);
  keepLeftoversKnown(app);
  keepEditorsOpen(app);
  keepViewsTold(app);
  keepSignsSeen(app);
  keepCopiesFresh(app);
  keepAlerts(app);
  keepToastsTrue(app);
  keepDraftsTrue(app);
  keepNoticesAnswered(app);
  keepOpeningsAnswered(app);
  keepDesktopTold(app);
  follow({ session, clock, open: (signal) => client.shell.downloads({}, { signal }), onItem: app.downloads.take });
  keepKeysTold(app);
  return app;
}

/** What runs on any of them is followed again, also where nobody looks at the host. */
async function loadProfiles(app: BerthApp): Promise<void> {
  await app.profiles.load();
  for (const { id } of app.profiles.store.getState().profiles) void followRunning(app, id);
}

async function loadShell({ session, shellInfo }: BerthApp): Promise<void> {
  const answer = await ask(() => session.client.shell.info({}));
  if (answer.ok) shellInfo.setState(answer.value, true);
}
