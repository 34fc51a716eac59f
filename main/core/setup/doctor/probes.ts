import type { Clock } from '../../ports.ts';
import { ChannelRefusedError, type CommandChannel, type Link, LinkLostError } from '../../ssh/link.ts';
import { unlessAborted } from '../../streams/unless-aborted.ts';
import type { Forwarding } from './knowledge.ts';

/** A port that nobody listens on: tcpmux, which no system offers any more. */
const deadPort = 1;
/** Where Berth's nginx listens, unless somebody else does. */
const nginxPort = 8887;
/** Three beside the one of the runner tell a host that permits one or two from an ordinary one. */
const sessionCount = 3;
/** Sessions of others under way may keep these waiting for their turn. */
const patienceMs = 5_000;

/** Tries what the host forwards to: any port, or at least those that editors are reached by. A host that does not say is unknown. */
export async function probeForwarding(
  link: Link,
  clock: Clock,
  signal: AbortSignal,
  portFirst: number,
): Promise<Forwarding> {
  return withPatience(clock, signal, async (over) => {
    const any = await tryPort(link, over, deadPort);
    if (any !== 'forbidden') return any === 'allowed' ? 'any-port' : any;
    for (const port of [nginxPort, portFirst]) {
      const own = await tryPort(link, over, port);
      if (own !== 'allowed') return own;
    }
    return 'own-ports';
  });
}

/** Does something with a signal that aborts when a host takes too long, as well as by the caller's. */
async function withPatience<T>(
  clock: Clock,
  signal: AbortSignal,
  action: (over: AbortSignal) => Promise<T>,
): Promise<T> {
  const patience = new AbortController();
  const cancelTimer = clock.after(patienceMs, () => patience.abort());
  try {
    return await action(AbortSignal.any([signal, patience.signal]));
  } finally {
    cancelTimer();
  }
}

/** A port nobody listens on is refused by the host's system; a forbidden one by sshd, with another reason. */
async function tryPort(
  link: Link,
  over: AbortSignal,
  port: number,
): Promise<'allowed' | 'forbidden' | 'failed' | 'unknown'> {
  const opening = link.forward('127.0.0.1', port).then((stream) => {
    stream.on('error', () => undefined);
    // Also one that comes when nobody waits for it any more.
    stream.destroy();
    return 'allowed' as const;
  });
  try {
    return await unlessAborted(opening, over);
  } catch (error) {
    if (over.aborted || error instanceof LinkLostError) return 'unknown';
    if (!(error instanceof ChannelRefusedError)) throw error;
    if (error.reason === 'connect-failed') return 'allowed';
    return error.reason === 'prohibited' ? 'forbidden' : 'failed';
  }
}

/** Opens sessions at once beside the runner's; null when that cannot be told now. */
export async function probeSessions(
  link: Link,
  clock: Clock,
  signal: AbortSignal,
): Promise<{ readonly tried: number; readonly opened: number } | null> {
  return withPatience(clock, signal, (over) => openSessions(link, over));
}

async function openSessions(
  link: Link,
  over: AbortSignal,
): Promise<{ readonly tried: number; readonly opened: number } | null> {
  const channels: CommandChannel[] = [];
  let refused = 0;
  const open = async () => {
    try {
      channels.push(await link.exec('exec /bin/sh -s', { signal: over }));
    } catch (error) {
      if (error instanceof ChannelRefusedError) refused += 1;
      else if (!(error instanceof LinkLostError) && !over.aborted) throw error;
    }
  };
  try {
    await Promise.all(Array.from({ length: sessionCount }, open));
    return channels.length + refused === sessionCount ? { tried: sessionCount, opened: channels.length } : null;
  } finally {
    // A shell at the end of its input ends by itself, and with it its place on the host.
    for (const channel of channels) channel.stdin.end();
    await unlessAborted(Promise.all(channels.map(({ ended }) => ended)), over).catch(() => {});
    for (const channel of channels) channel.close();
  }
}
