import type { Cause } from './failure-causes.ts';

/** How far a connection attempt has come. */
export type HandshakeStage = 'tcp' | 'banner' | 'key exchange' | 'auth';

const byCode: Readonly<Record<string, Cause>> = {
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-service-down',
  ENODATA: 'name-not-found',
  ECONNREFUSED: 'refused',
  ENETUNREACH: 'no-route',
  EHOSTUNREACH: 'host-down',
  EHOSTDOWN: 'host-down',
  ENETDOWN: 'no-route',
  EADDRNOTAVAIL: 'no-route',
  EACCES: 'blocked',
  EPERM: 'blocked',
  ETIMEDOUT: 'tcp-timeout',
  EINVAL: 'address-invalid',
  ERR_SOCKET_BAD_PORT: 'address-invalid',
  ERR_INVALID_ARG_VALUE: 'address-invalid',
  ERR_INVALID_ADDRESS: 'address-invalid',
};

/** What ssh2 and sshd say, in the words of ssh2 1.17 and OpenSSH 9 and 10. The first match counts. */
const byMessage: readonly (readonly [RegExp, Cause])[] = [
  [/no matching key exchange/i, 'no-common-key-exchange'],
  [/no matching host key/i, 'no-common-host-key'],
  [/no matching .*cipher/i, 'no-common-cipher'],
  [/no matching .*mac/i, 'no-common-mac'],
  [/too many authentication failures/i, 'too-many-attempts'],
  [/failed to connect to agent|from agent|with agent/i, 'agent-unreachable'],
  [/invalid (header|identification)|header line too long|greeting lines exceeded/i, 'not-ssh'],
  [/connection lost before handshake/i, 'closed-before-banner'],
];

/** What is meant when nothing more is known than the stage. */
const byStage: Readonly<Record<HandshakeStage, Cause>> = {
  tcp: 'tcp-failed',
  banner: 'closed-before-banner',
  'key exchange': 'key-exchange-failed',
  auth: 'closed-in-auth',
};

const cutCodes = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED']);

/** Names the cause of an error during a connection attempt. */
export function classifyError(error: unknown, stage: HandshakeStage): Cause {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : String(error);
  const saying = byMessage.find(([pattern]) => pattern.test(message));
  if (saying) return saying[1];
  if (stage === 'tcp') return byCode[code] ?? byStage.tcp;
  if (stage === 'key exchange' && cutCodes.has(code)) return 'closed-in-handshake';
  return byStage[stage];
}

/** The cause when a stage took too long. */
export const timeoutCauses: Readonly<Record<HandshakeStage, Cause>> = {
  tcp: 'tcp-timeout',
  banner: 'banner-timeout',
  'key exchange': 'key-exchange-timeout',
  auth: 'auth-timeout',
};

/** What the first bytes of a server mean, if they already tell that it is no SSH server or does not want us; else null. */
export function classifyGreeting(text: string): Cause | null {
  if (/^(?:HTTP\/\d|<!doctype html|<html)/i.test(text)) return 'http-server';
  if (/^Exceeded MaxStartups/m.test(text)) return 'too-many-connections';
  if (/^Not allowed at this time/m.test(text)) return 'penalised';
  return null;
}

/** What a host means that hangs up after the login was accepted, in the words of Linux-PAM and systemd; more is not told. */
export function classifyFarewell(text: string): Cause {
  if (/account has expired/i.test(text)) return 'account-expired';
  if (/not permitted to log in|pam_nologin|going down|booting up/i.test(text)) return 'logins-closed';
  return 'closed-in-auth';
}
