import type { CommandId } from '../../../main/contract/commands.ts';
import { askForAgent } from '../model/agents-panel.ts';
import type { BerthApp } from '../model/berth-app.ts';
import { type HostSection, showSection } from '../model/layout-state.ts';
import { openAddMenu } from '../model/repository-flow.ts';
import { newTerminal, shownRepository } from '../model/terminal-flow.ts';
import type { CommandPart } from './run-command.ts';

type OnServer =
  | 'new-terminal'
  | 'new-agent'
  | 'connect'
  | 'disconnect'
  | 'add-repository'
  | 'check-up'
  | 'set-up'
  | 'versions'
  | 'clean-up'
  | 'connection';
type OnSection = Extract<CommandId, `section-${string}`>;

const selected = ({ layout }: BerthApp) => layout.getState().profileId;

const isLinked = ({ link }: BerthApp, profileId: string | null) =>
  profileId !== null && link.store.getState().statuses[profileId]?.state === 'connected';

const needsServer = (app: BerthApp) => (selected(app) === null ? 'Choose a server first.' : null);
const needsLink = (app: BerthApp) =>
  needsServer(app) ?? (isLinked(app, selected(app)) ? null : 'Connect to the server first.');

/** What is done with the selected server. */
function onServer(
  run: (app: BerthApp, profileId: string) => void,
  whyNot: (app: BerthApp) => string | null = needsLink,
): CommandPart {
  return {
    whyNot,
    run(app) {
      const profileId = selected(app);
      if (profileId !== null) run(app, profileId);
    },
  };
}

const section = (name: HostSection) =>
  onServer((app, profileId) => app.layout.setState((state) => showSection(state, profileId, name), true), needsServer);

/** The commands about the selected server. */
export const serverCommands: Readonly<Record<OnServer | OnSection, CommandPart>> = {
  'section-overview': section('overview'),
  'section-sessions': section('sessions'),
  'section-processes': section('processes'),
  'section-resources': section('resources'),
  'section-ports': section('ports'),
  'section-logs': section('logs'),
  'section-alerts': section('alerts'),
  'new-terminal': onServer((app, profileId) => void newTerminal(app, profileId)),
  'new-agent': onServer((app, profileId) => askForAgent(app, profileId, shownRepository(app))),
  connect: onServer(
    (app, profileId) => void app.link.connect(profileId),
    (app) => needsServer(app) ?? (isLinked(app, selected(app)) ? 'The server is connected.' : null),
  ),
  disconnect: onServer((app, profileId) => void app.link.disconnect(profileId)),
  'add-repository': onServer((app) => openAddMenu(app)),
  'check-up': onServer((app, profileId) => void app.doctor.open(profileId)),
  'set-up': onServer((app, profileId) => void app.setup.open(profileId)),
  versions: onServer((app, profileId) => void app.versions.open(profileId)),
  'clean-up': onServer((app, profileId) => void app.cleanup.preview(profileId, 'leftovers')),
  connection: onServer((app, profileId) => app.connection.open(profileId), needsServer),
};
