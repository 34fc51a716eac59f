import { type Failure, fail } from '../../../../main/contract/failure.ts';
import type { Preset } from '../../../../main/contract/presets.ts';
import type { Session, SessionKeeping, SessionSettings } from '../../../../main/contract/session-words.ts';

/** What stands on a host when something is to be started there. */
export interface Room {
  readonly hostName: string;
  readonly keeping: SessionKeeping;
  readonly settings: SessionSettings;
  readonly sessions: readonly Session[];
  /** Memory that is free, bytes. */
  readonly availableBytes: number;
}

const mega = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MB`;
const runningAgents = (sessions: readonly Session[]) =>
  sessions.filter(({ kind, state }) => kind === 'agent' && state !== 'dead');

/** Why nothing can be started, or null. `preset` is null for a terminal. */
export function startObstacle(room: Room, preset: Preset | null, isForced: boolean): Failure | null {
  const { hostName, keeping, settings, sessions, availableBytes } = room;
  if (keeping.tmuxVersion === null) {
    const message = `tmux is not on ${hostName}, so nothing there can outlive the link.`;
    return fail('tmux-missing', 'tmux', message, 'Install it by the setup of this server.').failure;
  }
  if (preset === null) return null;
  const missing = preset.secretNames.find((name) => !preset.knownSecretNames.includes(name));
  if (missing !== undefined) {
    const message = `${preset.name} needs ${missing}, which is not known here.`;
    return fail('secret-needed', 'input', message, 'Enter it in the preset, then start again.', { detail: missing })
      .failure;
  }
  if (isForced) return null;
  const agents = runningAgents(sessions);
  const names = agents.map(({ title }) => title).join(', ');
  if (agents.length >= settings.mostAgents) {
    const message = `You run ${agents.length} of at most ${settings.mostAgents} agents on ${hostName}.`;
    return fail('limit-reached', 'budget', message, `Stop one of ${names}, or start it all the same.`).failure;
  }
  if (preset.expectedMemoryBytes > availableBytes) {
    const message = `${preset.name} takes about ${mega(preset.expectedMemoryBytes)}, and ${mega(availableBytes)} are free.`;
    return fail(
      'out-of-memory',
      'budget',
      message,
      `Stop one of ${names || 'the instances'}, or start it all the same.`,
    ).failure;
  }
  return null;
}

/** The agents of a host that run. */
export const agentCountOf = (sessions: readonly Session[]) => runningAgents(sessions).length;
