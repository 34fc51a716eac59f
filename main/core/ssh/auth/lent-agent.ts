import type { Duplex } from 'node:stream';
import type { BaseAgent } from 'ssh2';
import ssh2 from 'ssh2';
import type { Profile } from '../../../contract/profiles.ts';
import { ChannelRefusedError } from '../link.ts';
import { agentAddress } from './agent-address.ts';
import type { CredentialSources } from './credentials.ts';

/** The agent that the host of a profile may use while the link is up; null when the profile lends none, or there is none. */
export function lentAgent(profile: Profile, { agentSocket, homeDirectory }: CredentialSources): BaseAgent | null {
  if (!profile.isAgentForwarded) return null;
  const { agentPath } = profile;
  const address = agentAddress({ agentPath, agentSocket, homeDirectory, platform: process.platform });
  return 'path' in address ? openedAnew(ssh2.createAgent(address.path)) : null;
}

/** Each use by the host is a stream of its own, which ends with the channel that it serves. */
function openedAnew(agent: BaseAgent): BaseAgent {
  const open = agent.getStream?.bind(agent);
  if (open) {
    agent.getStream = (callback) =>
      open((error, stream) => {
        stream?.once('pipe', (channel: Duplex) => {
          // Nobody else listens: an error of the channel would end the process, and its end leave the agent's side open.
          channel.on('error', () => stream.destroy());
          channel.on('close', () => stream.destroy());
        });
        callback(error, stream);
      });
  }
  return agent;
}

/** Whether a session was refused because the host lets nobody forward an agent. */
export function isLendingRefused(error: unknown): boolean {
  return error instanceof ChannelRefusedError && /agent forwarding/i.test(error.message);
}
