import { Fragment } from 'react';
import { CopyButton } from './CopyButton.tsx';

/** A command that somebody runs on the server, to be copied as a whole. */
export function CommandLine({ command }: { readonly command: string }) {
  return (
    <div className="code-block">
      <CommandWords command={command} />
      <CopyButton text={command} label="Copy" />
    </div>
  );
}

interface CommandWordsProps {
  readonly command: string;
  readonly className?: string;
}

/** A command whose lines break between its words, and not after the hyphens of an option. */
export function CommandWords({ command, className }: CommandWordsProps) {
  return (
    <code className={className}>
      {command.split(' ').map((word, index) => (
        // The words have no other identity than their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <Fragment key={index}>
          {index > 0 && ' '}
          <span className="command-word">{word}</span>
        </Fragment>
      ))}
    </code>
  );
}
