import { TextInput } from '@mantine/core';

interface MinutesFieldProps {
  readonly label: string;
  /** As typed. */
  readonly value: string;
  readonly isWrong: boolean;
  readonly onChange: (value: string) => void;
}

/** A short field for a number of minutes, with the word behind it. */
export function MinutesField({ label, value, isWrong, onChange }: MinutesFieldProps) {
  return (
    <span className="field-row">
      <TextInput
        className="short-field"
        size="xs"
        aria-label={label}
        inputMode="numeric"
        autoComplete="off"
        value={value}
        error={isWrong}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <span className="dim">minutes</span>
    </span>
  );
}
