import type { Duplex } from 'node:stream';
import { ChannelRefusedError, type Link } from '../ssh/link.ts';

/** Where nginx, or the instance itself, is reached on a host. */
export interface RouteEnds {
  readonly port: number;
  /** Leads to the same as the port; null where there is none. */
  readonly socket: string | null;
}

/** What a link's connection allows, as far as it was tried; sshd keeps its settings for as long as a connection lives. */
interface Allowed {
  /** What the host said when it forwarded no TCP; null as long as it did not say so. */
  tcpRefusal: ChannelRefusedError | null;
  hasReachedSocket: boolean;
}

const allowedOn = new WeakMap<Link, Allowed>();

/** Kept until the link is lost, because the next connection may be allowed something else. */
function allowedOf(link: Link): Allowed {
  const known = allowedOn.get(link);
  if (known) return known;
  const allowed: Allowed = { tcpRefusal: null, hasReachedSocket: false };
  allowedOn.set(link, allowed);
  link.onDidChangeStatus(({ state }) => {
    if (state !== 'connected') Object.assign(allowed, { tcpRefusal: null, hasReachedSocket: false });
  });
  return allowed;
}

/**
 * Opens a channel to an instance: over TCP, or to the socket where the host forwards no TCP; that is asked once for each
 * connection. Rejects as `forward` does, with `prohibited` when the host allows neither.
 */
export async function openRouteChannel(link: Link, { port, socket }: RouteEnds): Promise<Duplex> {
  const allowed = allowedOf(link);
  if (socket === null) return await link.forward('127.0.0.1', port);
  if (allowed.tcpRefusal === null) {
    try {
      return await link.forward('127.0.0.1', port);
    } catch (error) {
      if (!(error instanceof ChannelRefusedError) || error.reason !== 'prohibited') throw error;
      allowed.tcpRefusal = error;
    }
  }
  const { tcpRefusal } = allowed;
  try {
    const channel = await link.forwardSocket(socket);
    allowed.hasReachedSocket = true;
    return channel;
  } catch (error) {
    // OpenSSH tells a socket that it does not allow like one that nobody listens on; what was reached before is allowed.
    const isForbidden = error instanceof ChannelRefusedError && !allowed.hasReachedSocket;
    throw isForbidden ? tcpRefusal : error;
  }
}
