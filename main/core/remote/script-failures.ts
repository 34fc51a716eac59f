import { type Failure, fail } from '../../contract/failure.ts';
import { cleanOutput } from './redaction/clean-output.ts';

type Failed = { readonly ok: false; readonly failure: Failure };

/** A command that broke its own rules: a bug in a script, or a host that answers for it. */
export function scriptFailed(
  command: string,
  answer: { readonly document: string; readonly log: string },
  why: string,
): Failed {
  const detail = cleanOutput(`${answer.log}\n${answer.document.slice(0, 2000)}`.trim());
  return fail(
    'script-failed',
    'script',
    `The command ${command} failed on the server: ${why}.`,
    'Try again; if it stays, copy the details into a bug report.',
    { detail: detail || null },
  );
}

/** The link went away before the answer was complete. */
export function linkLost(command: string): Failed {
  return fail(
    'link-lost',
    'session',
    `The link was lost while ${command} ran, so its answer is unknown.`,
    'Berth reconnects by itself; look at the list again then.',
  );
}

/** The link went away before the command began; the host holds its request off for good. */
export function neverBegan(command: string): Failed {
  return fail(
    'link-lost',
    'session',
    `The link was lost before ${command} began, so nothing was changed.`,
    'Try again.',
  );
}

/** What a link says that is not there; anything else, such as another host key, is for its user to decide. */
const awayKinds: readonly Failure['kind'][] = ['link-lost', 'unreachable', 'timed-out', 'disconnected'];

/** The link went away and did not come back, so nobody knows what became of a command that may have begun. */
export function neverHeard(command: string, failure: Failure): Failed {
  const { kind, stage, message, jump } = failure;
  if (!awayKinds.includes(kind)) return { ok: false, failure };
  return fail(
    // A lost link would mean that nothing was begun.
    kind === 'link-lost' ? 'unreachable' : kind,
    stage,
    `The link was lost while ${command} ran, and did not come back, so it is not known how that ended.`,
    'Look again once the server is reached: what it began goes on there.',
    { detail: message, jump },
  );
}

/** The link went away, and the command ended on the host without an answer: the host went down, or somebody ended it. */
export function endedUnanswered(command: string): Failed {
  return fail(
    'script-failed',
    'script',
    `The command ${command} was ended on the server before it was done.`,
    'Look at the list, then try again; what it left half-way is cleared then.',
  );
}

/** The session ended before the answer was complete: with the link, or because of what the host sent. */
export function endedEarly(command: string, end: { readonly fault: string | null }): Failed {
  return end.fault === null ? linkLost(command) : scriptFailed(command, { document: '', log: '' }, end.fault);
}

/** A command did not answer in time. */
export function timedOut(command: string, timeoutMs: number): Failed {
  return fail(
    'timed-out',
    'script',
    `The command ${command} did not answer within ${Math.round(timeoutMs / 1000)} seconds.`,
    'Check the load of the server and try again.',
  );
}

/** The shell on the host never said the marker that every connection begins with. */
export function silentShell(timeoutMs: number, heard: string): Failed {
  return fail(
    'host-unsupported',
    'session',
    `The login shell of the server did not answer within ${Math.round(timeoutMs / 1000)} seconds.`,
    'Look for a line in ~/.bashrc, ~/.profile or ~/.config/fish that starts another program, and skip it when there is no terminal.',
    { detail: cleanOutput(heard) || null },
  );
}

const bootstrapFailures = new Map<string, readonly [message: string, nextStep: string]>(
  Object.entries({
    'no-bash': [
      'The server has no bash 4.4 or newer.',
      'Install bash with the package manager of the server and connect again.',
    ],
    'no-flock': ['The server has no flock command.', 'Install the package util-linux on the server and connect again.'],
    'home-unwritable': [
      'Berth cannot write to ~/.local/share/berth on the server.',
      'Make the home folder writable for this user, or free some space in it.',
    ],
    'home-foreign': [
      'The folder ~/.local/share/berth on the server belongs to another user or is open to others.',
      'Look who made it, then remove it or make it yours: chown and chmod 700.',
    ],
    'push-corrupt': [
      'The scripts arrived damaged on the server.',
      'Connect again; if it stays, check the disk of the server.',
    ],
    'disk-full': ['The disk of the server is full.', 'Free some space in the home folder and connect again.'],
  }),
);

/** What `BERTH <nonce> failed <word>` means. */
export function bootstrapFailed(word: string, log: string): Failed {
  const [message, nextStep] = bootstrapFailures.get(word) ?? [
    'The server could not run the scripts of Berth.',
    'Copy the details into a bug report.',
  ];
  return fail('host-unsupported', 'session', message, nextStep, { detail: cleanOutput(log) || null });
}

/** The word behind a failure of `bootstrapFailed`; null for any other failure. */
export function bootstrapCause({ message }: Failure): string | null {
  for (const [word, [sentence]] of bootstrapFailures) if (sentence === message) return word;
  return null;
}

const refusal = 'The server refused to open another session.';

/** Whether a failure says that the host permits no further session at this moment. */
export function isSessionRefused(failure: Failure): boolean {
  return failure.message === refusal;
}

/** The server did not open a session for a command. */
export function sessionRefused(reason: string): Failed {
  return fail(
    'host-unsupported',
    'session',
    refusal,
    'Look at MaxSessions and at ForceCommand in the sshd_config of the server; with few sessions one thing is done at a time.',
    { detail: cleanOutput(reason) || null },
  );
}

const shellEndedNextStep =
  'Check that the account may log in with a shell: `ssh host /bin/sh -c true` must end with 0.';

/** Whether a failure says that what was to be run ended before it said a word. */
export function isShellEnded(failure: Failure): boolean {
  return failure.nextStep === shellEndedNextStep;
}

/** The channel ended before the scripts answered. */
export function shellEnded(how: string, log: string): Failed {
  return fail(
    'host-unsupported',
    'session',
    `The login shell of the server ended before it ran anything (${how}).`,
    shellEndedNextStep,
    { detail: cleanOutput(log) || null },
  );
}
