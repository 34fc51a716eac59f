import type { SshCommand } from './parse-ssh-command.ts';

interface PasteNoteProps {
  readonly command: SshCommand;
  /** Whether the way of the command is among the saved servers. */
  readonly hasWay: boolean;
}

/** Says what of a pasted command came into the form, and what Berth has no field for. */
export function PasteNote({ command, hasWay }: PasteNoteProps) {
  const { leftOut } = command;
  return (
    <div className="paste-note" role="status">
      <p className="dim">Read from the command: {takenWords(command, hasWay)}.</p>
      {leftOut.length > 0 && (
        <p className="warn">
          Left out: <span className="mono">{leftOut.join(' ')}</span>. Write it into ~/.ssh/config and take the server
          over from there, if it cannot be reached without.
        </p>
      )}
    </div>
  );
}

/** The parts that were found, as a list in words. */
function takenWords({ user, port, keyPath, isAgentForwarded }: SshCommand, hasWay: boolean): string {
  return [
    'address',
    ...(user === null ? [] : ['user']),
    ...(port === null ? [] : [`port ${port}`]),
    ...(keyPath === null ? [] : ['key file']),
    ...(hasWay ? ['way'] : []),
    ...(isAgentForwarded ? ['agent forwarding'] : []),
  ].join(', ');
}
