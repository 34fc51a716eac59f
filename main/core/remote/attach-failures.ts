import { type Failure, fail } from '../../contract/failure.ts';
import { cleanOutput } from './redaction/clean-output.ts';

type Failed = { readonly ok: false; readonly failure: Failure };

/** What `BERTH <nonce> failed <word>` of a program in a terminal means. */
export function attachFailed(word: string, heard: string): Failed {
  switch (word) {
    case 'no-session':
      return fail(
        'session-not-found',
        'tmux',
        'There is no such session on the server any more.',
        'Look at the list of sessions.',
      );
    case 'no-tmux':
      return fail(
        'tmux-missing',
        'tmux',
        'The server has no tmux, so that no session can be shown.',
        'Install tmux on the server, or open a plain shell, which ends with the link.',
      );
    case 'no-server':
      return fail(
        'session-ended',
        'tmux',
        'The sessions of the server ended, because their tmux is not running any more.',
        'Start the session again; of an agent that can do it, the conversation is taken up.',
      );
    case 'old-server':
      return fail(
        'unavailable',
        'tmux',
        'The sessions run in a tmux from before an upgrade, which takes no new views. What runs in them goes on.',
        'Let what runs there come to its end, stop those sessions, and start them again.',
      );
    case 'no-folder':
      return fail('invalid-input', 'session', 'There is no such folder on the server.', 'Choose another folder.');
    default:
      return fail(
        'script-failed',
        'session',
        'The server could not show the terminal.',
        'Try again; if it stays, copy the details into a bug report.',
        { detail: cleanOutput(`${word}\n${heard}`) || null },
      );
  }
}

/** The server opens sessions, and no terminal in them. */
export function terminalsForbidden(detail: string): Failed {
  return fail(
    'host-unsupported',
    'session',
    'The server does not let this user open terminals.',
    'Look at PermitTTY in the sshd_config of the server, and at no-pty and restrict in ~/.ssh/authorized_keys.',
    { detail: cleanOutput(detail) || null },
  );
}

/** No line of a shell can begin the program. */
export function lineImpossible(): Failed {
  return fail(
    'invalid-input',
    'input',
    'The folder has a name that no terminal can be opened with: it is too long, or has control characters.',
    'Open the terminal somewhere else and go there by hand.',
  );
}
