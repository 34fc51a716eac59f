import { CopyButton } from './CopyButton.tsx';

/** A command that somebody runs on the server, to be copied as a whole. */
export function CommandLine({ command }: { readonly command: string }) {
  return (
    <div className="code-block">
      <code>{command}</code>
      <CopyButton text={command} label="Copy" />
    </div>
  );
}
