import { useState } from 'react';
import { Button } from './Button.tsx';

interface CopyButtonProps {
  /** A function for a text that is long to make, and only wanted when it is copied. */
  readonly text: string | (() => string);
  readonly label: string;
}

/** Copies a text and says whether it worked. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'refused'>('none');
  const copy = () => {
    const copied = typeof text === 'string' ? text : text();
    // The clipboard is missing on pages that are no secure context.
    const written = navigator.clipboard?.writeText(copied) ?? Promise.reject(new Error('no clipboard'));
    written.then(
      () => setOutcome('copied'),
      () => setOutcome('refused'),
    );
  };
  const words = { none: label, copied: 'Copied', refused: 'Not allowed to copy' }[outcome];
  return (
    <Button isSmall onClick={copy} onBlur={() => setOutcome('none')}>
      {words}
    </Button>
  );
}
