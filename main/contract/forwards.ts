import { z } from 'zod';
import { call, stream } from './define.ts';
import { failure } from './failure.ts';
import { hostFailures } from './host-failures.ts';
import { onHost, repositoryReference } from './references.ts';

/** How a port of a host is brought to this machine. */
export const forwardKind = z.enum([
  /** A web page: an origin of its own, guarded like an editor's. */
  'web',
  /** Anything else: a port of this machine's loopback, which every user of this machine can reach. */
  'tcp',
]);
export type ForwardKind = z.output<typeof forwardKind>;

/** What the page behind a port is called where others are by the id of an instance, none of which has a colon. */
export const portName = (port: number) => `port:${port}`;

/** The port that such a name means; null for the id of an instance. */
export function portOfName(name: string): number | null {
  const digits = /^port:(\d{1,5})$/.exec(name)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** One port of a host that this machine reaches. */
export const forward = z.object({
  id: z.string(),
  profileId: z.string(),
  port: z.number().int(),
  /** The host's own address that is reached; null is its loopback. */
  address: z.string().nullable(),
  kind: forwardKind,
  /** With `tcp`: the port on this machine's loopback; it stays over a lost link. */
  localPort: z.number().int().nullable(),
  /** With `web`: `http://p-<random>.berth.localhost:<port>`, the same whenever this port is forwarded. */
  origin: z.string().nullable(),
  /** The repository it is remembered with; null when it is not. */
  repositoryId: z.string().nullable(),
  /** `waiting`: the link is down; the forward goes on as it is once the link is back. */
  state: z.enum(['open', 'waiting', 'failed']),
  failure: failure.nullable(),
});
export type Forward = z.output<typeof forward>;

const forwardFailures = [...hostFailures, 'repository-not-found', 'gate-failed', 'unavailable'] as const;
const onForward = z.object({ id: z.string().min(1).max(64) });

/** Ports of hosts on this machine. */
export const forwards = {
  watch: stream('Tells all forwards, and again whenever one changes.', z.object({}), z.array(forward).max(1000)),
  /** One that is there already is told as it is. `unavailable` when the local port is taken; the next step names a free one. */
  open: call(
    'Brings a port of a host to this computer.',
    onHost.extend({
      port: z.number().int('Port must be a whole number').min(1).max(65_535),
      kind: forwardKind.default('web'),
      /** For a program that listens on one address of the host only; null is its loopback. */
      address: z.union([z.ipv4(), z.ipv6()]).nullable().default(null),
      /** With `tcp`; null takes the same number, or a free one where that is taken or needs rights. */
      localPort: z.number().int().min(1024, 'Local port must be at least 1024').max(65_535).nullable().default(null),
      /** Opened again by itself with the link of its host, and offered with this repository. */
      repository: repositoryReference.nullable().default(null),
    }),
    forward,
    forwardFailures,
  ),
  /** One that is not remembered goes with this run of Berth. */
  remember: call(
    'Remembers a forward with a repository, or with none any more.',
    onForward.extend({ repository: repositoryReference.nullable() }),
    forward,
    forwardFailures,
  ),
  close: call('Closes a forward and forgets it.', onForward, z.object({}), ['unavailable', 'store-unreadable']),
  /** The address sets the cookie that lets a browser in; valid for 30 s, once. */
  enter: call(
    'Lets a tab or a browser into a forwarded web page.',
    onForward,
    z.object({ origin: z.string(), entryUrl: z.string() }),
    ['unavailable', 'gate-failed'],
  ),
} as const;
