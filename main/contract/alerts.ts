import { z } from 'zod';
import { call, stream } from './define.ts';
import { failure } from './failure.ts';
import { hostFailures } from './host-failures.ts';
import { instanceId, onHost } from './references.ts';
import { sessionId } from './session-words.ts';

/** What a host may warn of. */
export const alertKind = z.enum([
  'cpu',
  'memory',
  'disk',
  /** At the pace of the last hours, the disk is full within a day. */
  'disk-forecast',
  /** An instance ended and nobody asked for it. */
  'instance-crashed',
  'out-of-memory',
  'instance-suspended',
  /** Berth's nginx, a route or code-server itself does not work any more. */
  'setup-broken',
  /** The certificate of the public address ends soon. */
  'certificate',
  /** An agent asks somebody something. */
  'agent-waiting',
  /** An agent has finished its turn, or its program ended. */
  'agent-ended',
  /** An agent takes most of the memory that it may have. */
  'agent-memory',
]);
export type AlertKind = z.output<typeof alertKind>;

/** When a host warns. Shares are 0 to 1. */
export const alertRule = z
  .object({
    isEnabled: z.boolean(),
    /** With `cpu`, `memory`, `disk`: raised above this; null for the other kinds. */
    raisedAboveShare: z.number().min(0.05, 'Must be at least 5 %').max(1, 'Must be at most 100 %').nullable(),
    /** Cleared below this, so that a value that wavers does not ring all day. */
    clearedBelowShare: z.number().min(0, 'Must be at least 0 %').max(1, 'Must be at most 100 %').nullable(),
    /** For so long it has to be above, or below. */
    durationSeconds: z.number().int().min(0, 'Must be at least 0').max(86_400, 'Must be at most a day'),
  })
  .refine(({ raisedAboveShare, clearedBelowShare }) => (clearedBelowShare ?? 0) <= (raisedAboveShare ?? 1), {
    path: ['clearedBelowShare'],
    message: 'Must not be above what raises it',
  });
export type AlertRule = z.output<typeof alertRule>;

const noticeUrl = z
  .url({ protocol: /^https?$/, error: 'Must be an address that begins with http:// or https://' })
  .max(2048, 'Must have at most 2048 characters')
  .regex(/^[!#-[\]-~]+$/, 'Must hold no spaces, quotes or backslashes');

/** Where notices go besides Berth itself; sent by the host, so that they come with the app closed. */
export const alertDelivery = z.object({
  /** Gets a POST with JSON: an entry without its deliveries, with `source` ("berth") and the name of the `host`. */
  webhookUrl: noticeUrl.nullable(),
  /** A topic of ntfy, as URL. */
  ntfyUrl: noticeUrl.nullable(),
});

/** The alerts of a host; they live there. */
export const alertSettings = z.object({
  rules: z.record(alertKind, alertRule),
  delivery: alertDelivery,
  /** No notices before this moment, host clock, epoch milliseconds; null is not muted. */
  mutedUntilMs: z.number().nullable(),
  /** Under memory pressure, idle instances are suspended, the longest idle first. */
  suspendsUnderPressure: z.boolean(),
});
export type AlertSettings = z.output<typeof alertSettings>;

/** One thing that a host warned of. */
export const alertEntry = z.object({
  /** Counts the entries of a host from 1 on. */
  number: z.number().int(),
  kind: alertKind,
  /** `raised` lasts until `cleared`; `told` happened and is over. */
  state: z.enum(['raised', 'cleared', 'told']),
  /** Host clock, epoch milliseconds. */
  atMs: z.number(),
  /** What it is about: a mount point, a certificate's name; null when it is the host. */
  target: z.string().nullable(),
  instanceId: instanceId.nullable(),
  /** The repository's name. */
  repository: z.string().nullable(),
  /** The session that it is about, and its title then. */
  session: z.object({ id: sessionId, title: z.string() }).nullable(),
  /** What was seen, 0 to 1; null where no figure says it. */
  share: z.number().nullable(),
  /** Nobody is told at once, because it is muted, comes and goes, or may have been told before; it is in the list only. */
  isQuiet: z.boolean(),
  /** One plain sentence. */
  message: z.string(),
  /** One plain sentence: what to do. */
  nextStep: z.string(),
  deliveries: z
    .array(
      z.object({
        channel: z.enum(['webhook', 'ntfy']),
        outcome: z.enum(['delivered', 'suppressed', 'failed']),
        /** Why it was suppressed or failed. */
        detail: z.string().nullable(),
      }),
    )
    .max(8),
});
export type AlertEntry = z.output<typeof alertEntry>;

/** The alerts of a host: what is raised now, and the last 200 entries, newest first. */
export const alertLog = z.object({ raised: z.array(alertEntry).max(200), entries: z.array(alertEntry).max(200) });
export type AlertLog = z.output<typeof alertLog>;

/** What a host warns of. */
export const alerts = {
  /** The host looks first when nobody has within the last 45 s. */
  list: call('Tells what a host warns of now, and what it warned of before.', onHost, alertLog, hostFailures),
  /** Connects nothing; tells an entry once, from the moment on that it is listened to. */
  watch: stream(
    'Tells what linked hosts warn of, as soon as they do.',
    z.object({}),
    z.discriminatedUnion('type', [
      /** `isPast`: it happened some time ago, while the host was not linked, and is told now. */
      z.object({ type: z.literal('entry'), profileId: z.string(), entry: alertEntry, isPast: z.boolean() }),
      /** What is raised on a host now; first of each linked host, then whenever it changes. */
      z.object({ type: z.literal('raised'), profileId: z.string(), raised: z.array(alertEntry).max(200) }),
      z.object({ type: z.literal('failed'), profileId: z.string(), failure }),
    ]),
  ),
  settings: call('Tells when a host warns, and whom.', onHost, alertSettings, hostFailures),
  /** They count at once, and for every desktop: the host looks again before it answers. `record-newer` replaces nothing. */
  configure: call(
    'Replaces the alert settings of a host.',
    onHost.extend({ settings: alertSettings }),
    alertSettings,
    hostFailures,
  ),
  /** `unavailable` where no address is set. The host waits up to half a minute for servers of others. */
  test: call(
    'Sends a notice to try the ways to the user; tells what came of each.',
    onHost,
    alertEntry.shape.deliveries,
    [...hostFailures, 'unavailable'],
  ),
} as const;
