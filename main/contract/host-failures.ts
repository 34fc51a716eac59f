/** The ways in which reaching a host may fail; every method on a host may answer any of them. */
export const linkFailures = [
  'store-unreadable',
  'profile-not-found',
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
  'timed-out',
] as const;

/** The ways in which running a remote command may fail, besides those of the link. */
export const hostFailures = [
  ...linkFailures,
  'host-unsupported',
  'script-failed',
  'busy',
  'lock-broken',
  'record-newer',
  'invalid-input',
] as const;
