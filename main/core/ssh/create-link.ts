import type { Logger } from 'pino';
import type { Profile } from '../../contract/profiles.ts';
import type { CorePorts } from '../ports.ts';
import { attemptConnection } from './attempt.ts';
import type { LinkSecrets } from './credentials.ts';
import type { Dial } from './dial-tcp.ts';
import { dialTcp } from './dial-tcp.ts';
import type { KnownHosts } from './known-hosts.ts';
import type { Link } from './link.ts';
import { LoginQuestions } from './login-questions.ts';
import { ReconnectingLink } from './reconnecting-link.ts';
import type { LinkTimings } from './timings.ts';
import { defaultTimings } from './timings.ts';

/** What a link is made of. */
export interface LinkOptions {
  readonly profile: Profile;
  readonly knownHosts: KnownHosts;
  readonly secrets: LinkSecrets;
  readonly ports: Pick<CorePorts, 'homeDirectory' | 'agentSocket' | 'clock'> & {
    readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  };
  /** How the host is reached; straight by TCP when not given. */
  readonly dial?: Dial;
  readonly timings?: LinkTimings;
}

/** Makes the link of one profile. It does nothing until asked to connect; one link per profile is enough for everybody. */
export function createLink(options: LinkOptions): Link {
  const { profile, knownHosts, secrets, ports, dial = dialTcp(profile), timings = defaultTimings } = options;
  const { clock, homeDirectory, agentSocket } = ports;
  const credentialSources = { secrets, homeDirectory, agentSocket };
  const questions = new LoginQuestions();
  const attempt = (signal: AbortSignal) =>
    attemptConnection({ profile, knownHosts, credentialSources, questions, clock, timings, dial }, signal);
  return new ReconnectingLink({ profile, attempt, clock, timings, logger: ports.logger });
}
