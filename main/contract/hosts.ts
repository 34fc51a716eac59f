import { z } from 'zod';
import { call, stream } from './define.ts';
import { failure, failureStage, secretKind } from './failure.ts';
import { hostFailures, linkFailures } from './host-failures.ts';
import { idleMinutes } from './instance-settings.ts';
import { supervision } from './instances.ts';
import { onHost } from './references.ts';

export const linkState = z.enum(['disconnected', 'connecting', 'connected', 'reconnecting', 'failed']);
export type LinkState = z.output<typeof linkState>;

/** What a host asks while somebody logs in (keyboard-interactive); the attempt waits for the answers. */
export const loginQuestion = z.object({
  id: z.string(),
  /** Who asks (user@address), with the headline of the host; the text may be empty. */
  title: z.string(),
  instruction: z.string(),
  prompts: z.array(z.object({ text: z.string(), isEchoed: z.boolean() })).max(16),
  /** When the host will probably hang up, epoch milliseconds. */
  expiresAtMs: z.number(),
});
export type LoginQuestion = z.output<typeof loginQuestion>;

/** One thing that happened on the way to a host or to its link. */
export const linkEvent = z.object({
  /** Counts the events of a link from 1 on; it stays an event's own when older ones make room. */
  number: z.number().int(),
  atMs: z.number(),
  kind: z.enum([
    'dialling',
    'stage',
    'question',
    'connected',
    'failed',
    'lost',
    'waiting',
    'silent',
    'woke',
    'replaced',
    'host-keys',
    'disconnected',
  ]),
  /** With `stage` and `failed`: which part of the way. */
  stage: failureStage.nullable(),
  /** One plain sentence. */
  message: z.string(),
  /** How long it took, milliseconds; null where it took no time. */
  durationMs: z.number().nullable(),
});
export type LinkEvent = z.output<typeof linkEvent>;

/** One check of a diagnosis. */
export const diagnosisStep = z.object({
  stage: failureStage,
  outcome: z.enum(['ok', 'failed', 'skipped']),
  /** One plain sentence: what was tried and what came of it. */
  message: z.string(),
  durationMs: z.number().nullable(),
});
export type DiagnosisStep = z.output<typeof diagnosisStep>;

/** What an attempt beside the link found out, stage by stage. */
export const diagnosis = z.object({
  steps: z.array(diagnosisStep),
  /** What is wrong; null when everything works. */
  failure: failure.nullable(),
  /** All of it, with the link's last events, as text to hand on. It holds no secret, no key and no path of a key. */
  text: z.string(),
});
export type Diagnosis = z.output<typeof diagnosis>;

/** The state of the link to one host, as the desktop sees it. */
export const hostStatus = z.object({
  profileId: z.string(),
  state: linkState,
  /** When the state was entered, epoch milliseconds. */
  sinceMs: z.number(),
  /** When the last byte was heard from the host, epoch milliseconds. */
  lastHeardAtMs: z.number().nullable(),
  /** Round trip of the last keepalive or call, milliseconds. */
  roundTripMs: z.number().nullable(),
  /** While reconnecting: when the next attempt begins, epoch milliseconds. */
  nextAttemptAtMs: z.number().nullable(),
  /** How many attempts were made since the link was last up. */
  attemptCount: z.number().int(),
  /** Number of the timeline's last event; 0 before the first. Whoever shows the timeline reads it again when this grows. */
  eventNumber: z.number().int(),
  /** Why the link is not up; null while it is. */
  failure: failure.nullable(),
  /** What the host asks right now; null when nothing. */
  question: loginQuestion.nullable(),
});
export type HostStatus = z.output<typeof hostStatus>;

/** One reading of a host. Bytes are bytes, shares are 0 to 1. */
export const hostStats = z.object({
  hostname: z.string(),
  uptimeSeconds: z.number(),
  cpu: z.object({ coreCount: z.number().int(), usedShare: z.number() }),
  load: z.object({ one: z.number(), five: z.number(), fifteen: z.number() }),
  memory: z.object({
    totalBytes: z.number(),
    availableBytes: z.number(),
    swapTotalBytes: z.number(),
    swapFreeBytes: z.number(),
  }),
  /** The file system that holds Berth's home on the host. */
  disk: z.object({ path: z.string(), totalBytes: z.number(), availableBytes: z.number() }),
  instances: z.array(z.object({ id: z.string(), memoryBytes: z.number(), processCount: z.number().int() })),
  /** What an instance needs, learned from this host's own instances; figures measured elsewhere until there are samples. */
  estimates: z.object({
    /** Started, no tab open. */
    startedBytes: z.number(),
    /** With a tab open. */
    openBytes: z.number(),
    /** With language servers at work. */
    busyBytes: z.number(),
    /** How many readings of this host they are made of. */
    sampleCount: z.number().int(),
  }),
  collectedAtMs: z.number(),
});
export type HostStats = z.output<typeof hostStats>;

/** The settings of a host that live there, and count for everybody who uses it as this user. */
export const hostSettings = z.object({
  /** Instances are suspended after so many idle minutes; 0 is never. */
  idleMinutes: idleMinutes.default(30),
  /** Which nginx leads to the instances: Berth's own on the loopback, or the system's for a public address. */
  nginxKind: z.enum(['own', 'system']).default('own'),
  /** With `system`: the site's conf file that gets the include line; null is the default server's. */
  nginxSite: z.string().startsWith('/', 'Site must be an absolute path').max(4096).nullable().default(null),
});
export type HostSettings = z.output<typeof hostSettings>;

/** Who looks after instances on a host, and whether they outlive the last logout. */
export const hostSupervision = z.object({
  kind: supervision,
  /** Whether user units go on after the last logout; null where there is no systemd. */
  isLingering: z.boolean().nullable(),
  /** What this means for instances, as one sentence. */
  message: z.string(),
  /** What would make it better; null when nothing would. */
  nextStep: z.string().nullable(),
});
export type HostSupervision = z.output<typeof hostSupervision>;

/** The hosts and the links to them. */
export const hosts = {
  status: call('Connects if needed and tells the state of the link.', onHost, hostStatus, linkFailures),
  connect: call(
    'Connects to a host, or tells why not.',
    onHost.extend({
      /** Where nobody is reached it is tried again by itself, as a lost link is; `reconnecting` says so. */
      isKept: z.boolean().default(false),
    }),
    hostStatus,
    linkFailures,
  ),
  disconnect: call('Closes the link; it stays closed until asked for again.', onHost, hostStatus, [
    'profile-not-found',
    'store-unreadable',
  ]),
  trust: call(
    'Trusts the host key with this fingerprint from now on.',
    onHost.extend({
      fingerprint: z
        .string()
        .regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'Fingerprint must look like SHA256:… as ssh-keygen prints it'),
    }),
    z.object({ fingerprint: z.string() }),
    ['profile-not-found', 'store-unreadable', 'host-key-unknown', 'host-key-changed'],
  ),
  forgetKey: call(
    'Removes the known keys of a host that shows another one, so that it can be looked at and trusted anew. A copy of each changed file is kept.',
    onHost.extend({
      /** The address of the host, typed by whoever takes the step. */
      confirmation: z.string().min(1).max(255),
    }),
    z.object({
      removed: z.array(z.object({ file: z.string(), lineNumber: z.number().int(), fingerprint: z.string() })),
    }),
    ['profile-not-found', 'store-unreadable', 'invalid-input', 'host-key-revoked'],
  ),
  answer: call(
    'Answers what a host asks while somebody logs in; the answers are not kept.',
    onHost.extend({
      questionId: z.string().min(1).max(64),
      /** One per prompt; null gives up. */
      answers: z.array(z.string().max(4096)).max(16).nullable(),
    }),
    z.object({}),
    ['profile-not-found', 'store-unreadable', 'invalid-input'],
  ),
  timeline: call(
    'Tells what happened to the link of a host, newest last; at most the last 200 events of this run.',
    onHost,
    z.array(linkEvent),
    ['profile-not-found', 'store-unreadable'],
  ),
  diagnose: call(
    'Tries the way to a host stage by stage beside the link, and tells what works and what does not.',
    onHost,
    diagnosis,
    ['profile-not-found', 'store-unreadable'],
  ),
  unlock: call(
    'Hands over a password or passphrase; it is kept in memory, or where secrets are remembered when that is asked for.',
    onHost.extend({
      secretKind,
      secret: z.string().min(1).max(4096),
      /** Keeps it for the next start, where `secrets.status` says that this is possible. */
      isRemembered: z.boolean().default(false),
    }),
    z.object({}),
    ['profile-not-found', 'store-unreadable'],
  ),
  settings: call('Tells the settings of a host.', onHost, hostSettings, hostFailures),
  configure: call(
    'Replaces the settings of a host; what is left out is at its default.',
    onHost.extend({ settings: hostSettings }),
    hostSettings,
    [...hostFailures, 'invalid-input', 'unavailable', 'route-failed'],
  ),
  supervision: call('Tells who looks after the instances of a host.', onHost, hostSupervision, hostFailures),
  enableLinger: call('Lets the user’s units on a host go on after the last logout.', onHost, hostSupervision, [
    ...hostFailures,
    'unavailable',
  ]),
  stats: call('Reads processor, memory, disk, load and instances of a host once.', onHost, hostStats, hostFailures),
  watch: stream('Tells every change of every link, beginning with the present states.', z.object({}), hostStatus),
} as const;
