import { TextInput } from '@mantine/core';
import { X } from 'lucide-react';
import { useRef } from 'react';
import { Button, IconButton } from '../../ui/Button.tsx';
import { focusRow } from './focus-row.ts';
import type { InstanceSettingsErrors, VariableRow } from './instance-settings-form.ts';

interface VariableFieldsProps {
  readonly rows: readonly VariableRow[];
  readonly errors: InstanceSettingsErrors;
  readonly onChange: (rows: readonly VariableRow[]) => void;
}

/** Environment variables as rows of a name and a value. */
export function VariableFields({ rows, errors, onChange }: VariableFieldsProps) {
  const change = (index: number, part: Partial<VariableRow>) => {
    const known = rows[index];
    if (known !== undefined) onChange(rows.with(index, { ...known, ...part }));
  };
  const list = useRef<HTMLUListElement>(null);
  const adder = useRef<HTMLDivElement>(null);
  const add = () => {
    onChange([...rows, { name: '', value: '' }]);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('li:last-child input')?.focus());
  };
  const remove = (index: number) => {
    onChange(rows.toSpliced(index, 1));
    requestAnimationFrame(() => focusRow(list.current, index, adder.current?.querySelector('button') ?? null));
  };
  return (
    <>
      {rows.length > 0 && (
        <ul ref={list} className="setting-rows">
          {rows.map(({ name, value }, index) => (
            // Rows have no other identity than their place: the name is being typed.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <li key={index}>
              <TextInput
                className="setting-variable"
                size="xs"
                aria-label={`Name of variable ${index + 1}`}
                value={name}
                error={errors[`variable-${index}`]}
                placeholder="NAME"
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                onChange={({ currentTarget }) => change(index, { name: currentTarget.value })}
              />
              <TextInput
                className="setting-value"
                size="xs"
                aria-label={`Value of ${name || `variable ${index + 1}`}`}
                value={value}
                placeholder="value"
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                onChange={({ currentTarget }) => change(index, { value: currentTarget.value })}
              />
              <IconButton label={`Remove ${name || `variable ${index + 1}`}`} onClick={() => remove(index)}>
                <X size={14} aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <div ref={adder}>
        <Button isSmall onClick={add}>
          Add a variable
        </Button>
      </div>
    </>
  );
}
