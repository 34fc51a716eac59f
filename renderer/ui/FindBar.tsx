import { X } from 'lucide-react';
import type { KeyboardEvent, RefObject } from 'react';
import { IconButton } from './Button.tsx';
import { MatchSteps } from './MatchSteps.tsx';

interface FindBarProps {
  /** What is searched, as the bar's name. */
  readonly name: string;
  readonly placeholder: string;
  readonly text: string;
  readonly field: RefObject<HTMLInputElement | null>;
  /** Which match of how many is marked, the first is 1; null before anything was looked for. */
  readonly found: { readonly place: number; readonly count: number } | null;
  /** Where Enter goes; with Shift it goes the other way. */
  readonly enterGoes: 'up' | 'down';
  readonly className?: string;
  readonly onType: (text: string) => void;
  readonly onStep: (step: 1 | -1) => void;
  readonly onClose: () => void;
}

/** A search in what lies below or under it: Enter goes on, with Shift back, Escape ends it. */
export function FindBar(props: FindBarProps) {
  const { name, placeholder, text, field, found, enterGoes, className = '', onType, onStep, onClose } = props;
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') onStep((enterGoes === 'down') === event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const isMissed = text !== '' && found?.count === 0;
  return (
    <search className={`find-bar ${className}`} aria-label={`Find in ${name}`}>
      <input
        ref={field}
        type="text"
        className="search-field"
        maxLength={200}
        aria-label="Find"
        placeholder={placeholder}
        spellCheck={false}
        value={text}
        aria-invalid={isMissed}
        onChange={({ currentTarget }) => onType(currentTarget.value)}
        onKeyDown={press}
      />
      <span className="find-count num" role="status">
        {text !== '' && found !== null && (isMissed ? 'Nothing found' : `${found.place} of ${found.count}`)}
      </span>
      <MatchSteps isDisabled={text === ''} enterGoes={enterGoes} onStep={onStep} />
      <IconButton label="Close the search" hint="Escape" onClick={onClose}>
        <X size={15} aria-hidden="true" />
      </IconButton>
    </search>
  );
}
