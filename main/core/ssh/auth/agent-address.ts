import type { Cause } from '../failure-causes.ts';
import { expandHome } from './key-file.ts';
import { findPageant } from './pageant.ts';

/** Where an agent listens, as ssh2 takes it; or why there is none. */
export type AgentAddress = { readonly path: string } | { readonly cause: Cause };

/** What the choice depends on. */
export interface AgentPlaces {
  /** The profile's; null means the one of this machine. */
  readonly agentPath: string | null;
  /** This machine's; null when there is none. */
  readonly agentSocket: string | null;
  readonly homeDirectory: string;
  readonly platform: NodeJS.Platform;
  /** The pipe of a Pageant that has one; looked for on this machine when not given. */
  readonly findPageant?: () => string | null;
}

/**
 * Chooses the agent to ask: a Unix socket (an ssh-agent's, or 1Password's), a named pipe of Windows, or `pageant` for
 * PuTTY's: by its pipe, or by ssh2's own way to one of before 0.77.
 */
export function agentAddress(places: AgentPlaces): AgentAddress {
  const { agentPath, agentSocket, homeDirectory, platform } = places;
  if (agentPath === null) return agentSocket === null ? { cause: 'agent-missing' } : { path: agentSocket };
  // What `IdentityAgent none` of ~/.ssh/config says.
  if (agentPath === 'none') return { cause: 'agent-missing' };
  if (agentPath.toLowerCase() === 'pageant') {
    if (platform !== 'win32') return { cause: 'pageant-elsewhere' };
    return { path: (places.findPageant ?? findPageant)() ?? 'pageant' };
  }
  const isPipe = /^[/\\]{2}\.[/\\]pipe[/\\]./i.test(agentPath);
  if (isPipe && platform !== 'win32') return { cause: 'pipe-elsewhere' };
  return { path: isPipe ? agentPath : expandHome(agentPath, homeDirectory) };
}
