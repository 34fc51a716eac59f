import { appContract } from '../../main/contract/contract.ts';
import { reconnecting } from '../../main/transport/reconnecting.ts';
import { openChannel } from './open-channel.ts';
import { browserClock } from './page-clock.ts';
import { createSession, type Session } from './session.ts';

/** Opens the page's session with the shell it runs in, and keeps trying. */
export function openSession(): Session {
  const timers = { after: browserClock.after, random: Math.random };
  return createSession(reconnecting(appContract, { dial: openChannel, timers }));
}
