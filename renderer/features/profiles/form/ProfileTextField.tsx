import { TextInput, type TextInputProps } from '@mantine/core';
import type { ChangeEvent } from 'react';
import type { FieldErrors, ProfileForm, TextField } from './profile-form.ts';

/** What every part of the form is given. */
export interface FieldsProps {
  readonly form: ProfileForm;
  readonly errors: FieldErrors;
  readonly change: (part: Partial<ProfileForm>) => void;
}

interface ProfileTextFieldProps
  extends FieldsProps,
    Pick<TextInputProps, 'label' | 'description' | 'placeholder' | 'onPaste'> {
  readonly field: TextField;
  readonly isNumber?: boolean;
  readonly isFirst?: boolean;
  /** True for what is read from elsewhere: it can be read and copied, not typed. */
  readonly isFixed?: boolean;
}

/** One line of text of the form. */
export function ProfileTextField(props: ProfileTextFieldProps) {
  const { form, errors, change, field, isNumber = false, isFirst = false, isFixed = false, ...rest } = props;
  return (
    <TextInput
      {...rest}
      // Below the field, so that fields in one row stand in one line.
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      name={field}
      value={form[field]}
      error={errors[field]}
      inputMode={isNumber ? 'numeric' : 'text'}
      data-autofocus={isFirst || undefined}
      readOnly={isFixed}
      data-fixed={isFixed || undefined}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      onChange={({ currentTarget }: ChangeEvent<HTMLInputElement>) => change({ [field]: currentTarget.value })}
    />
  );
}
