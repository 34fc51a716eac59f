import type { ReactNode } from 'react';
import './forms.css';

/** One of a few ways, with a sentence about it. */
export interface RadioOption<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly note?: ReactNode;
  /** A field that belongs to this choice, beside its label. */
  readonly field?: ReactNode;
}

interface RadioListProps<T extends string> {
  readonly legend: string;
  readonly name: string;
  readonly value: T;
  readonly options: readonly RadioOption<T>[];
  readonly isDisabled?: boolean;
  readonly onChange: (value: T) => void;
}

/** A choice that needs a sentence each; arrow keys move it, because these are radio buttons. */
export function RadioList<T extends string>({ legend, name, value, options, isDisabled, onChange }: RadioListProps<T>) {
  return (
    <fieldset className="radio-list" disabled={isDisabled}>
      <legend>{legend}</legend>
      {options.map((option) => (
        <div key={option.value} className="radio-line" data-checked={option.value === value}>
          <label>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span className="radio-words">
              <span className="radio-label">{option.label}</span>
              {option.note !== undefined && <span className="radio-note">{option.note}</span>}
            </span>
          </label>
          {option.field}
        </div>
      ))}
    </fieldset>
  );
}
