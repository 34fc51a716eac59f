/** A preset of the document that was not taken over, and why. */
export interface SkippedPreset {
  readonly name: string;
  readonly reason: string;
}

/** What of an imported document was not taken over, each with its reason. */
export function LeftOut({ skipped }: { readonly skipped: readonly SkippedPreset[] }) {
  return (
    // A list that scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <ul className="preset-left-out" aria-label="Left out of the import" tabIndex={0}>
      {skipped.map(({ name, reason }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: names of a document may be there twice, and nothing moves
        <li key={`${name} ${index}`}>
          <b>{name === '' ? 'One without a name' : name}</b> <span className="dim">{reason}</span>
        </li>
      ))}
    </ul>
  );
}
