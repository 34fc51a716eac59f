import { ChevronDown, ChevronUp } from 'lucide-react';
import { IconButton } from './Button.tsx';
import './find-bar.css';

interface MatchStepsProps {
  readonly isDisabled: boolean;
  /** Where Enter goes; with Shift it goes the other way. */
  readonly enterGoes: 'up' | 'down';
  readonly onStep: (step: 1 | -1) => void;
}

/** From match to match of a search, up and down. */
export function MatchSteps({ isDisabled, enterGoes, onStep }: MatchStepsProps) {
  const hintOf = (way: 'up' | 'down') => (way === enterGoes ? 'Enter' : 'Shift+Enter');
  return (
    <>
      <IconButton label="Previous match" hint={hintOf('up')} disabled={isDisabled} onClick={() => onStep(-1)}>
        <ChevronUp size={15} aria-hidden="true" />
      </IconButton>
      <IconButton label="Next match" hint={hintOf('down')} disabled={isDisabled} onClick={() => onStep(1)}>
        <ChevronDown size={15} aria-hidden="true" />
      </IconButton>
    </>
  );
}
