import type { SandboxHost } from '../../../support/sandbox/sandbox-host.ts';
import { berthHome, inside } from '../../core/support/inside.ts';

/** Asks Berth's own tmux on a host, as somebody at its shell could. */
export function tmuxInside(host: SandboxHost, command: string): Promise<string> {
  return inside(host, `tmux -u -S "${berthHome}/sessions/socket" ${command}`);
}
