import type { BaseAgent } from 'ssh2';
import type { Profile } from '../../../contract/profiles.ts';
import type { Clock } from '../../ports.ts';
import type { AttemptWatch } from '../attempt/attempt-watch.ts';
import type { Credentials } from '../auth/credentials.ts';
import type { LoginQuestions } from '../auth/login-questions.ts';
import type { LinkTimings } from '../timings.ts';

/** What a connection is made with. */
export interface ConnectionOptions {
  readonly profile: Profile;
  readonly credentials: Credentials;
  /** The agent that the host may use while the connection is up; null lends none. */
  readonly lentAgent: BaseAgent | null;
  /** Where the host's questions are put during the login. */
  readonly questions: LoginQuestions;
  readonly clock: Clock;
  readonly timings: LinkTimings;
  readonly watch: AttemptWatch;
  /** Told of each login method before it is offered. */
  readonly onOffer?: AttemptWatch['onOffer'];
}
