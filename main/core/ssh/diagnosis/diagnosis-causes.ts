import { type Failure, type FailureStage, fail } from '../../../contract/failure.ts';

type Row = readonly [stage: FailureStage, message: string, nextStep: string];

/** What may be wrong with an account or a host that lets us in, with what to say about it. */
const causes = {
  'connection-lost': ['session', 'The connection was lost while it was tried out.', 'Make the diagnosis again.'],
  'session-refused': [
    'session',
    'The login works, but the server opens no session.',
    'Look at MaxSessions in the sshd_config of the server, and for a tunnel-only account.',
  ],
  'password-expired': [
    'session',
    'The password of this user has expired, and the server runs nothing before it is changed.',
    'Log in once with ssh in a terminal and change the password.',
  ],
  'no-shell': [
    'session',
    'This user has no login shell on the server.',
    'Give the account a shell with chsh or usermod -s, or use another user.',
  ],
  'logins-closed': [
    'session',
    'The server takes no logins of ordinary users right now.',
    'Look for /etc/nologin on the server; it is there while the server is shut down or looked after.',
  ],
  'command-replaced': [
    'session',
    'The server does not run the commands it is given for this user, but one of its own.',
    'Look for command= in ~/.ssh/authorized_keys, ForceCommand in sshd_config, and a line of ~/.bashrc that starts another program.',
  ],
  'command-failed': [
    'session',
    'The server does not run commands for this user.',
    'Try ssh with the command true in a terminal; it must end with 0.',
  ],
  'forwarding-forbidden': [
    'route',
    'The server forbids this user to forward connections, so no editor can be reached.',
    'Look at AllowTcpForwarding, DisableForwarding and PermitOpen in sshd_config, and for restrict or no-port-forwarding in authorized_keys; AllowStreamLocalForwarding is not needed.',
  ],
  'forwarding-failed': [
    'route',
    'The server did not forward a connection as it should.',
    'Look into the SSH log of the server.',
  ],
  'shell-silent': [
    'script',
    'The login shell of the server does not come to the command it is given.',
    'Look for a line in ~/.bashrc, ~/.profile or ~/.config/fish that starts another program, and skip it when there is no terminal.',
  ],
  'home-missing': [
    'script',
    'The home folder of this user does not exist on the server.',
    'Create it there, owned by this user.',
  ],
  'home-unwritable': [
    'script',
    'This user cannot write to the home folder on the server.',
    'Make it writable for this user, or mount it for writing.',
  ],
  'disk-full': [
    'script',
    'The disk that holds the home folder of this user is full.',
    'Free some space on the server; Berth needs about 50 MB.',
  ],
  'no-bash': ['script', 'The server has no bash 4.4 or newer.', 'Install bash with the package manager of the server.'],
  'no-flock': ['script', 'The server has no flock command.', 'Install the package util-linux on the server.'],
} satisfies Record<string, Row>;

/** The name of one of them. */
export type DiagnosisCause = keyof typeof causes;

/** All of them, for tests. */
export const allDiagnosisCauses = Object.keys(causes) as readonly DiagnosisCause[];

/** The failure a cause amounts to; `detail` is what the host said. */
export function diagnosisFailure(cause: DiagnosisCause, detail: string | null = null): Failure {
  const [stage, message, nextStep]: Row = causes[cause];
  return fail('host-unsupported', stage, message, nextStep, { detail: detail === '' ? null : detail }).failure;
}

/** What sshd and the usual shells say instead of running a command, in the words of OpenSSH 9 and 10 and of shadow. */
const sayings: readonly (readonly [RegExp, DiagnosisCause])[] = [
  [/password change required|password has expired|must change your password/i, 'password-expired'],
  [/account is currently not available/i, 'no-shell'],
  [/system is going down|logins? (?:are|is) (?:currently )?disabled|no logins? allowed/i, 'logins-closed'],
];

/** Why `true` did not end with 0, as far as what was said instead tells it. */
export function classifyRefusedCommand(said: string): DiagnosisCause {
  return sayings.find(([pattern]) => pattern.test(said))?.[1] ?? (said === '' ? 'command-failed' : 'command-replaced');
}
