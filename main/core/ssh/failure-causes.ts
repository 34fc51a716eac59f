import type { Failure, FailureExtras, FailureKind, FailureStage } from '../../contract/failure.ts';
import { fail } from '../../contract/failure.ts';
import type { HostAddress } from './host-keys/known-hosts.ts';

/** What a sentence is about; `via` is the name of the host on the way that it was tried through. */
type FailingHost = HostAddress & {
  readonly user: string;
  readonly agentPath?: string | null;
  readonly via?: string;
};
type Sentence = (host: FailingHost) => string;
type Row = readonly [kind: FailureKind, stage: FailureStage, message: Sentence, nextStep: string];

const viaOf = ({ via = 'The server on the way' }: FailingHost) => via;
const agentOf = ({ agentPath = null }: FailingHost) =>
  agentPath === null ? 'The SSH agent of this computer' : `The SSH agent at ${agentPath}`;
const keysOf = ({ agentPath = null }: FailingHost) =>
  agentPath === null ? 'the agent’s keys' : `the keys of the agent at ${agentPath}`;
const tryLater = 'Check that the server is up and that this computer is online.';
const checkPort = 'Check the port that is saved for the server; SSH usually listens on 22.';
const askOwner = 'Ask whoever runs the server, or look into its SSH log.';

/** Every way in which reaching a host is known to fail, with what to say about it. */
const causes = {
  'name-not-found': [
    'unreachable',
    'tcp',
    (h) => `The address ${h.address} could not be found.`,
    'Check the spelling of the address and that this computer is online.',
  ],
  'name-service-down': [
    'unreachable',
    'tcp',
    (h) => `The address ${h.address} could not be looked up, because no name server answered.`,
    'Check that this computer is online, and its VPN if the name is known only inside one.',
  ],
  'address-invalid': [
    'unreachable',
    'tcp',
    (h) => `${h.address} port ${h.port} is not an address that can be reached.`,
    'Edit the server and correct its address and port.',
  ],
  refused: ['unreachable', 'tcp', (h) => `${h.address} refused the connection on port ${h.port}.`, checkPort],
  'no-route': [
    'unreachable',
    'tcp',
    (h) => `There is no way from this computer to ${h.address}.`,
    'Check that this computer is online, and its VPN if the address belongs to a private network.',
  ],
  'host-down': [
    'unreachable',
    'tcp',
    (h) => `The network says that nothing can be reached at ${h.address}.`,
    'Check that the server is up, and the VPN if the address belongs to a private network.',
  ],
  blocked: [
    'unreachable',
    'tcp',
    (h) => `This computer does not allow a connection to ${h.address}.`,
    'Check the firewall of this computer.',
  ],
  'tcp-timeout': ['timed-out', 'tcp', (h) => `${h.address} did not answer on port ${h.port}.`, tryLater],
  'tcp-failed': [
    'unreachable',
    'tcp',
    (h) => `The connection to ${h.address} port ${h.port} could not be made.`,
    tryLater,
  ],
  'forward-refused': [
    'unreachable',
    'tcp',
    (h) => `${viaOf(h)} could not reach ${h.address} port ${h.port}.`,
    'Check that the server is up, and that its address and port are right as seen from the server on the way.',
  ],
  'forward-denied': [
    'unreachable',
    'tcp',
    (h) => `${viaOf(h)} does not allow a connection on to ${h.address} port ${h.port}.`,
    'Ask whoever runs the server on the way to allow it: AllowTcpForwarding and PermitOpen in its sshd_config.',
  ],
  'jump-lost': [
    'link-lost',
    'tcp',
    (h) => `${viaOf(h)}, which is on the way to ${h.address}, was lost.`,
    'It is tried again by itself.',
  ],
  'banner-timeout': [
    'timed-out',
    'banner',
    (h) => `${h.address} accepted the connection on port ${h.port} but did not say that it speaks SSH.`,
    checkPort,
  ],
  'http-server': [
    'not-ssh',
    'banner',
    (h) => `A web server, not an SSH server, answers on port ${h.port} of ${h.address}.`,
    checkPort,
  ],
  'not-ssh': [
    'not-ssh',
    'banner',
    (h) => `What answers on port ${h.port} of ${h.address} is not an SSH server.`,
    checkPort,
  ],
  'closed-before-banner': [
    'unreachable',
    'banner',
    (h) => `${h.address} closed the connection before it said anything.`,
    'Wait a moment; the server may be starting, busy, or blocking this computer.',
  ],
  'too-many-connections': [
    'unreachable',
    'banner',
    (h) => `${h.address} has too many logins under way.`,
    'Wait a moment; it is tried again by itself.',
  ],
  penalised: [
    'unreachable',
    'banner',
    (h) => `${h.address} turns this computer away for a while, after failed logins.`,
    'Wait some minutes before the next attempt.',
  ],
  'no-common-key-exchange': [
    'unreachable',
    'host key',
    (h) => `${h.address} offers no key exchange that Berth can do.`,
    'Allow curve25519-sha256 in KexAlgorithms of its sshd_config; Berth has no post-quantum key exchange.',
  ],
  'no-common-host-key': [
    'unreachable',
    'host key',
    (h) => `${h.address} has no host key of a type that Berth accepts.`,
    'Give the server an Ed25519 key with ssh-keygen -A.',
  ],
  'only-certificates': [
    'unreachable',
    'host key',
    (h) => `${h.address} shows only a host certificate, which Berth cannot check.`,
    'Ask whoever runs the server to offer its plain host key too, with HostKeyAlgorithms of its sshd_config.',
  ],
  'no-common-cipher': [
    'unreachable',
    'host key',
    (h) => `${h.address} and Berth have no cipher in common.`,
    'Allow aes128-gcm@openssh.com in Ciphers of its sshd_config.',
  ],
  'no-common-mac': [
    'unreachable',
    'host key',
    (h) => `${h.address} and Berth have no message check in common.`,
    'Allow hmac-sha2-256-etm@openssh.com in MACs of its sshd_config.',
  ],
  'key-exchange-timeout': [
    'timed-out',
    'host key',
    (h) => `${h.address} did not finish the key exchange in time.`,
    tryLater,
  ],
  'key-exchange-failed': ['unreachable', 'host key', (h) => `The key exchange with ${h.address} failed.`, askOwner],
  'host-key-unknown': [
    'host-key-unknown',
    'host key',
    (h) => `The key of ${h.address} is not known yet.`,
    'Compare the fingerprint with the one of the server, then trust it.',
  ],
  'agent-missing': [
    'auth-failed',
    'auth',
    () => 'No SSH agent runs on this computer.',
    'Start an agent and add your key with ssh-add, or choose a key file for the server.',
  ],
  'pageant-elsewhere': [
    'auth-failed',
    'auth',
    () => 'Pageant runs only on Windows.',
    'Edit the server: name the socket of an SSH agent, or leave the agent empty.',
  ],
  'pipe-elsewhere': [
    'auth-failed',
    'auth',
    (h) => `Only Windows has named pipes like ${h.agentPath}.`,
    'Edit the server: name the socket of an SSH agent, or leave the agent empty.',
  ],
  'agent-unreachable': [
    'auth-failed',
    'auth',
    (h) => `${agentOf(h)} could not be asked.`,
    'Start the agent again, or choose a key file for the server.',
  ],
  'agent-empty': [
    'auth-failed',
    'auth',
    (h) => `${agentOf(h)} holds no key that Berth can use.`,
    'Add your key with ssh-add; certificates and keys on security keys (FIDO) cannot be used.',
  ],
  'agent-timeout': [
    'auth-failed',
    'auth',
    (h) => `${agentOf(h)} did not answer in time.`,
    'Look whether the agent waits for a touch or a confirmation, then connect again.',
  ],
  'agent-refused': [
    'auth-failed',
    'auth',
    (h) => `${agentOf(h)} did not sign with a key that ${h.address} accepts.`,
    'Unlock the agent, or allow what it asks, then connect again.',
  ],
  'agent-keys-rejected': [
    'auth-failed',
    'auth',
    (h) => `${h.address} accepted none of ${keysOf(h)} for user ${h.user}.`,
    'Add the right key to the agent, or name its file for the server; at most 3 keys are offered.',
  ],
  'key-rejected': [
    'auth-failed',
    'auth',
    (h) => `${h.address} did not accept the key for user ${h.user}.`,
    'Add the public key to ~/.ssh/authorized_keys of that user on the server.',
  ],
  'certificate-not-offered': [
    'auth-failed',
    'auth',
    (h) => `${h.address} did not accept the bare key for user ${h.user}; Berth does not offer its certificate.`,
    'Add the public key itself to ~/.ssh/authorized_keys of that user on the server.',
  ],
  'method-not-allowed': [
    'auth-failed',
    'auth',
    (h) => `${h.address} does not allow ${h.user} to log in this way.`,
    'Choose another login method for the server; the details name those the server allows.',
  ],
  'second-step-needed': [
    'auth-failed',
    'auth',
    (h) => `${h.address} asks ${h.user} for a further login step, which Berth cannot do.`,
    'The details name the step; ask whoever runs the server to take a key, a password or answers for it.',
  ],
  'nothing-asked': [
    'auth-failed',
    'auth',
    (h) => `${h.address} turned ${h.user} away without asking anything.`,
    'Choose another login method for the server, or ask whoever runs the server.',
  ],
  'answers-rejected': [
    'auth-failed',
    'auth',
    (h) => `${h.address} did not accept the answers for ${h.user}.`,
    'Connect again and answer anew; a code that is used once may have run out.',
  ],
  'asks-too-much': [
    'auth-failed',
    'auth',
    (h) => `${h.address} asks more than a login can need.`,
    'Do not answer; ask whoever runs the server.',
  ],
  'question-expired': [
    'auth-failed',
    'auth',
    (h) => `${h.address} stopped waiting for the answer.`,
    'Connect again and answer sooner; most servers wait two minutes.',
  ],
  'question-unanswered': [
    'auth-failed',
    'auth',
    (h) => `Nobody answered what ${h.address} asks.`,
    'Connect again when you can answer.',
  ],
  'question-declined': [
    'auth-failed',
    'auth',
    (h) => `The questions of ${h.address} were not answered, so nobody is logged in.`,
    'Connect again to answer them.',
  ],
  'password-expired': [
    'auth-failed',
    'auth',
    (h) => `${h.address} wants another password from ${h.user} before it lets anybody in.`,
    'Log in once with ssh in a terminal and change it, or choose questions as the login method.',
  ],
  'too-many-attempts': [
    'auth-failed',
    'auth',
    (h) => `${h.address} counted too many failed logins in one connection.`,
    'Name the one right key for the server.',
  ],
  'auth-timeout': ['timed-out', 'auth', (h) => `${h.address} did not finish the login of ${h.user} in time.`, tryLater],
  'password-needed': [
    'secret-needed',
    'auth',
    (h) => `The password of ${h.user} on ${h.address} is needed.`,
    'Enter the password.',
  ],
  'password-rejected': [
    'secret-needed',
    'auth',
    (h) => `${h.address} did not accept this password for ${h.user}.`,
    'Enter the password again.',
  ],
  'closed-in-handshake': [
    'unreachable',
    'host key',
    (h) => `${h.address} closed the connection during the key exchange.`,
    tryLater,
  ],
  'closed-in-auth': ['unreachable', 'auth', (h) => `${h.address} closed the connection during the login.`, askOwner],
  'account-expired': [
    'auth-failed',
    'auth',
    (h) => `The account of ${h.user} on ${h.address} has expired.`,
    'Ask whoever runs the server to extend it.',
  ],
  'logins-closed': [
    'unreachable',
    'auth',
    (h) => `${h.address} takes no logins of ordinary users right now.`,
    'Wait a moment; it may be starting or shutting down, and is tried again by itself.',
  ],
  silent: ['link-lost', 'session', (h) => `${h.address} fell silent.`, 'It is tried again by itself.'],
  'connection-cut': [
    'link-lost',
    'session',
    (h) => `The connection to ${h.address} was cut.`,
    'It is tried again by itself.',
  ],
  'closed-by-host': [
    'link-lost',
    'session',
    (h) => `${h.address} closed the connection.`,
    'It is tried again by itself.',
  ],
} satisfies Record<string, Row>;

/** The name of one known way to fail. */
export type Cause = keyof typeof causes;

/** All causes, for tests. */
export const allCauses = Object.keys(causes) as readonly Cause[];

/** The failure a cause amounts to, about one host. */
export function failureOf(cause: Cause, host: FailingHost, extras: FailureExtras = {}): Failure {
  const [kind, stage, message, nextStep]: Row = causes[cause];
  return fail(kind, stage, message(host), nextStep, extras).failure;
}
