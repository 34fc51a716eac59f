import type { Logger } from 'pino';
import type { Profile } from '../../contract/profiles.ts';
import type { CorePorts } from '../ports.ts';
import { attemptConnection } from './attempt/attempt.ts';
import type { AttemptWatch } from './attempt/attempt-watch.ts';
import type { LinkSecrets } from './auth/link-secrets.ts';
import { LoginQuestions } from './auth/login-questions.ts';
import { createDiagnosis } from './diagnosis/diagnosis.ts';
import { createScrub } from './diagnosis/scrub.ts';
import type { KnownHosts } from './host-keys/known-hosts.ts';
import type { Link } from './link.ts';
import { LinkOnItsWay } from './staying/link-on-its-way.ts';
import type { LinkTimings } from './timings.ts';
import { defaultTimings } from './timings.ts';
import type { Dial } from './way/dial-tcp.ts';
import type { Way } from './way/way.ts';
import { straightWay } from './way/way.ts';

/** What a link is made of. */
export interface LinkOptions {
  readonly profile: Profile;
  /** What the host is called at the moment; what the profile says when not given. */
  readonly name?: () => string;
  readonly knownHosts: KnownHosts;
  readonly secrets: LinkSecrets;
  readonly ports: Pick<CorePorts, 'homeDirectory' | 'agentSocket' | 'clock'> & {
    readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  };
  /** How the host is reached; straight to where the profile says when not given. */
  readonly way?: Way;
  /** The dial of a straight way; TCP when not given. */
  readonly dial?: Dial;
  readonly timings?: LinkTimings;
  /** Berth's version, for diagnoses. */
  readonly version?: string;
}

/** Makes the link of one profile. It does nothing until asked to connect; one link per profile is enough for everybody. */
export function createLink(options: LinkOptions): Link {
  const { profile, knownHosts, secrets, ports, timings = defaultTimings, version = 'unknown' } = options;
  const { clock, homeDirectory, agentSocket } = ports;
  const name = options.name ?? (() => profile.name);
  const credentialSources = { secrets, homeDirectory, agentSocket };
  const way = options.way ?? straightWay(profile, options.dial);
  const questions = new LoginQuestions();
  const attempt = (signal: AbortSignal, watch: AttemptWatch) =>
    attemptConnection({ way, knownHosts, credentialSources, questions, clock, timings, watch }, signal);
  const diagnose = createDiagnosis({ profile, name, way, knownHosts, credentialSources, clock, timings, version });
  const clean = createScrub({ profile, ...credentialSources }).paths;
  const { logger } = ports;
  return new LinkOnItsWay({ profile, name, attempt, questions, diagnose, clean, clock, timings, logger }, way);
}
