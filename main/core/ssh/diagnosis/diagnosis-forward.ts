import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { SshConnection } from '../connection/connection.ts';
import { ChannelRefusedError, LinkLostError } from '../link.ts';
import { plainText } from '../plain-text.ts';
import { type DiagnosisCause, diagnosisFailure } from './diagnosis-causes.ts';
import type { Finding } from './diagnosis-run.ts';
import { readShellFacts } from './diagnosis-shell.ts';

/** A port of the host that nobody listens on: tcpmux, which no system offers any more. */
const deadPort = 1;

/** Asks a POSIX shell of the host; null when it gives no answer. */
export type AskShell = (script: string) => Promise<string | null>;

type Forwards = Pick<SshConnection, 'forward' | 'forwardSocket'>;

/** Whether editors can be reached: by a port of the host, or else by a socket. */
export async function tryForwards(connection: Forwards, askShell: AskShell): Promise<Finding> {
  const refusal = await refusalOf(connection.forward('127.0.0.1', deadPort));
  // A port nobody listens on is refused by the host's system; a forbidden one by sshd, with another reason.
  if (refusal === null || (refusal instanceof ChannelRefusedError && refusal.reason === 'connect-failed')) {
    return { outcome: 'ok', message: 'The server forwards connections to its own ports.' };
  }
  if (refusal instanceof LinkLostError) return failed('connection-lost');
  const detail = plainText(refusal.message, 300);
  const isForbidden = refusal instanceof ChannelRefusedError && refusal.reason === 'prohibited';
  return isForbidden ? await trySockets(connection, askShell, detail) : failed('forwarding-failed', detail);
}

/** Whose socket is there, of Berth's nginx or else one that every system with systemd has; nothing is written to either. */
const socketQuestions = (nonce: string) => `say() { printf '%s %s %s\\n' '${nonce}' "$1" "$2"; }
own="\${HOME:-}/.local/share/berth/nginx"
[ -S "$own/socket" ] && kill -0 "$(cat "$own/nginx.pid")" 2>/dev/null && say own "$own/socket"
[ -w /run/dbus/system_bus_socket ] && say bus /run/dbus/system_bus_socket
[ -w /run/systemd/journal/stdout ] && say journal /run/systemd/journal/stdout
PATH="$PATH:/usr/sbin:/usr/local/sbin:/sbin:/usr/local/nginx/sbin"
command -v nginx >/dev/null 2>&1 && say nginx yes
say end yes
exit 0
`;

/**
 * OpenSSH tells a socket that it does not allow like one that is not there, so only those are tried that are. `detail` is
 * what it said about TCP.
 */
async function trySockets(connection: Forwards, askShell: AskShell, detail: string): Promise<Finding> {
  const nonce = `berth-${randomBytes(12).toString('hex')}`;
  const facts = readShellFacts((await askShell(socketQuestions(nonce))) ?? '', nonce)?.facts;
  const paths = [facts?.own, facts?.bus, facts?.journal].filter((path) => path !== undefined);
  const hasNginx = facts?.nginx === 'yes';
  for (const path of paths) {
    const refusal = await refusalOf(connection.forwardSocket(path));
    if (refusal instanceof LinkLostError) return failed('connection-lost');
    if (refusal !== null) continue;
    if (!hasNginx) return failed('forwarding-needs-nginx', detail);
    const message =
      'The server forwards connections to sockets only, so editors are reached by the socket of Berth’s own nginx.';
    return { outcome: 'ok', message };
  }
  const isKnown = paths.length > 0 || (facts !== undefined && !hasNginx);
  if (isKnown) return failed('forwarding-forbidden', detail);
  const message =
    'The server forwards no connections to its ports (AllowTcpForwarding). Whether it forwards those to sockets (AllowStreamLocalForwarding), by which editors are reached too, can be told while an editor runs there.';
  return { outcome: 'unknown', message };
}

/** Why no connection was made; null when one was, which is closed at once. */
async function refusalOf(opening: Promise<Duplex>): Promise<Error | null> {
  try {
    const stream = await opening;
    stream.on('error', () => undefined);
    stream.destroy();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function failed(cause: DiagnosisCause, detail: string | null = null): Finding {
  return { outcome: 'failed', failure: diagnosisFailure(cause, detail) };
}
