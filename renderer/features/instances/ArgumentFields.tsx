import { TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { useRef } from 'react';
import { IconButton } from '../../ui/Button.tsx';
import { type ArgumentRow, argumentKindOf, argumentsToAdd } from './argument-choices.ts';
import { focusRow } from './focus-row.ts';
import type { InstanceSettingsErrors } from './instance-settings-form.ts';

interface ArgumentFieldsProps {
  readonly rows: readonly ArgumentRow[];
  readonly errors: InstanceSettingsErrors;
  readonly onChange: (rows: readonly ArgumentRow[]) => void;
}

/** Further arguments of code-server, chosen from the short list of those that are harmless. */
export function ArgumentFields({ rows, errors, onChange }: ArgumentFieldsProps) {
  const add = (flag: string) => onChange([...rows, { flag, value: argumentKindOf(flag)?.values?.[0] ?? '' }]);
  const list = useRef<HTMLUListElement>(null);
  const adder = useRef<HTMLSelectElement>(null);
  const remove = (index: number) => {
    onChange(rows.toSpliced(index, 1));
    requestAnimationFrame(() => focusRow(list.current, index, adder.current));
  };
  return (
    <>
      {rows.length > 0 && (
        <ul ref={list} className="setting-rows">
          {rows.map((row, index) => (
            // Rows have no other identity than their place: one flag may be there twice.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <li key={index}>
              <span className="setting-name">
                <span className="mono">{row.flag}</span>
                <span className="faint">{argumentKindOf(row.flag)?.note}</span>
              </span>
              <ArgumentValue
                row={row}
                error={errors[`argument-${index}`]}
                onChange={(value) => onChange(rows.with(index, { ...row, value }))}
              />
              <IconButton label={`Remove ${row.flag}`} onClick={() => remove(index)}>
                <X size={14} aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {errors.extraArguments !== undefined && <p className="bad">{errors.extraArguments}</p>}
      <select
        ref={adder}
        className="select"
        aria-label="Add an argument"
        value=""
        onChange={({ currentTarget }) => add(currentTarget.value)}
      >
        <option value="" disabled>
          Add an argument…
        </option>
        {argumentsToAdd(rows).map(({ flag, note }) => (
          <option key={flag} value={flag}>
            {flag} – {note}
          </option>
        ))}
      </select>
    </>
  );
}

interface ArgumentValueProps {
  readonly row: ArgumentRow;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

function ArgumentValue({ row, error, onChange }: ArgumentValueProps) {
  const kind = argumentKindOf(row.flag);
  if (kind === null || kind.example === null) return <span className="setting-value" />;
  const label = `Value of ${row.flag}`;
  if (kind.values !== null) {
    return (
      <select
        className="select setting-value"
        aria-label={label}
        value={row.value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      >
        {kind.values.map((value) => (
          <option key={value}>{value}</option>
        ))}
      </select>
    );
  }
  return (
    <TextInput
      className="setting-value"
      size="xs"
      aria-label={label}
      value={row.value}
      error={error}
      placeholder={kind.example}
      autoComplete="off"
      spellCheck={false}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
