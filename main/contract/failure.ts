import { z } from 'zod';

/** Where on the way a thing went wrong; the UI names it, so that nobody ever reads just "1006". */
export const failureStage = z.enum([
  'input',
  'store',
  'tcp',
  'banner',
  'host key',
  'auth',
  'session',
  'script',
  'budget',
  'claim',
  'directories',
  'process',
  'healthz',
  'nginx',
  'route',
  'gate',
  'stop',
  'cleanup',
  'doctor',
  'packages',
  'download',
  'push',
  'unpack',
  'check',
  'switch',
  'clone',
  'tmux',
  'worktree',
]);
export type FailureStage = z.output<typeof failureStage>;

/** The closed list of expected failures. */
export const failureKind = z.enum([
  'invalid-input',
  'store-unreadable',
  'profile-not-found',
  'profile-exists',
  'profile-in-use',
  'repository-not-found',
  'repository-exists',
  'instance-not-found',
  'instance-running',
  'instance-not-running',
  'session-not-found',
  'session-ended',
  'preset-not-found',
  'preset-exists',
  'unreachable',
  'not-ssh',
  'host-key-unknown',
  'host-key-changed',
  'host-key-revoked',
  'auth-failed',
  'secret-needed',
  'key-unreadable',
  'link-lost',
  'disconnected',
  'host-unsupported',
  'script-failed',
  'timed-out',
  'busy',
  'lock-broken',
  'out-of-memory',
  'ports-exhausted',
  'limit-reached',
  'tmux-missing',
  'code-server-missing',
  'start-failed',
  'stop-failed',
  'route-failed',
  'cleanup-failed',
  'setup-failed',
  'clone-failed',
  'disk-full',
  'cancelled',
  'list-changed',
  'record-newer',
  'gate-failed',
  'unavailable',
]);
export type FailureKind = z.output<typeof failureKind>;

/** The key a host showed, for the question "do you trust it?". */
export const offeredHostKey = z.object({
  /** OpenSSH name of the key type, for example `ssh-ed25519`. */
  type: z.string(),
  /** `SHA256:…` as `ssh-keygen -lf` prints it. */
  fingerprint: z.string(),
});
export type OfferedHostKey = z.output<typeof offeredHostKey>;

/** What a user may be asked for in secret: the password of a host, or the passphrase of a key. */
export const secretKind = z.enum(['password', 'passphrase']);
export type SecretKind = z.output<typeof secretKind>;

/** An expected failure: data for the user, never a stack. */
export const failure = z.object({
  kind: failureKind,
  stage: failureStage,
  /** One plain sentence. */
  message: z.string(),
  /** One plain sentence: what to do next. */
  nextStep: z.string(),
  /** Raw output or the log's tail, for the curious; control characters already stripped. */
  detail: z.string().nullable(),
  /** With `host-key-unknown` and `host-key-changed`: the key that was offered. */
  hostKey: offeredHostKey.nullable(),
  /** With `secret-needed`: which secret is asked for. */
  secretKind: secretKind.nullable(),
  /** The profile of the host on the way that this is about; null when it is the host itself. */
  jump: z.object({ profileId: z.string(), name: z.string() }).nullable(),
});
export type Failure = z.output<typeof failure>;

/** Expected outcomes as data. */
export type Result<T, F = Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: F };

/** A successful result. */
export function succeed<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** The parts of a failure that are usually absent. */
export interface FailureExtras {
  readonly detail?: string | null;
  readonly hostKey?: OfferedHostKey | null;
  readonly secretKind?: SecretKind | null;
  readonly jump?: Failure['jump'];
}

/** A failed result; `message` and `nextStep` are whole sentences. */
export function fail<const K extends FailureKind>(
  kind: K,
  stage: FailureStage,
  message: string,
  nextStep: string,
  extras: FailureExtras = {},
): { readonly ok: false; readonly failure: Failure & { readonly kind: K } } {
  const { detail = null, hostKey = null, secretKind = null, jump = null } = extras;
  return { ok: false, failure: { kind, stage, message, nextStep, detail, hostKey, secretKind, jump } };
}
