import { Textarea, TextInput, type TextInputProps } from '@mantine/core';
import type { ChangeEvent, ClipboardEvent } from 'react';
import { countOf } from '../../lib/format.ts';
import { Segments } from '../../ui/Segments.tsx';
import type { FieldErrors, ProfileField, ProfileForm } from './profile-form.ts';
import './profiles.css';

interface FieldsProps {
  readonly form: ProfileForm;
  readonly errors: FieldErrors;
  readonly change: (part: Partial<ProfileForm>) => void;
}

interface TextFieldProps
  extends FieldsProps,
    Pick<TextInputProps, 'label' | 'description' | 'placeholder' | 'onPaste'> {
  readonly field: ProfileField;
  readonly isNumber?: boolean;
  readonly isFirst?: boolean;
}

function TextField({ form, errors, change, field, isNumber = false, isFirst = false, ...rest }: TextFieldProps) {
  return (
    <TextInput
      {...rest}
      name={field}
      value={form[field]}
      error={errors[field]}
      inputMode={isNumber ? 'numeric' : 'text'}
      data-autofocus={isFirst || undefined}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      onChange={({ currentTarget }: ChangeEvent<HTMLInputElement>) => change({ [field]: currentTarget.value })}
    />
  );
}

/** Where the server is and who logs in; a whole ssh command may be pasted into the address. */
export function AddressFields({ paste, ...fields }: FieldsProps & { readonly paste: (text: string) => boolean }) {
  const takePaste = (event: ClipboardEvent) => {
    if (paste(event.clipboardData.getData('text/plain'))) event.preventDefault();
  };
  return (
    <>
      <div className="profile-row profile-row-address">
        <TextField
          {...fields}
          field="address"
          label="Address"
          description="Or paste a whole command: ssh me@host -p 2222 -i ~/.ssh/key"
          placeholder="203.0.113.7 or dev.example.org"
          onPaste={takePaste}
          isFirst
        />
        <TextField {...fields} field="port" label="Port" isNumber />
      </div>
      <div className="profile-row">
        <TextField {...fields} field="user" label="User" placeholder="deploy" />
        <TextField {...fields} field="name" label="Name in Berth" placeholder={fields.form.address || 'frankfurt-1'} />
      </div>
    </>
  );
}

const methods = [
  { value: 'agent', label: 'SSH agent' },
  { value: 'key', label: 'Key file' },
  { value: 'password', label: 'Password' },
] as const;

const methodNotes = {
  agent: 'Uses the keys your SSH agent holds. Nothing is stored.',
  key: 'The key stays where it is; a passphrase is asked for when it is needed.',
  password: 'Asked for when you connect, and kept only while Berth runs.',
} as const;

/** How to log in. */
export function AuthFields(fields: FieldsProps) {
  const { form, change } = fields;
  return (
    <div className="profile-auth">
      <Segments
        legend="Log in with"
        name="authMethod"
        value={form.authMethod}
        options={methods}
        onChange={(authMethod) => change({ authMethod })}
      />
      <p className="faint">{methodNotes[form.authMethod]}</p>
      {form.authMethod === 'key' && (
        <TextField {...fields} field="keyPath" label="Key file on this computer" placeholder="~/.ssh/id_ed25519" />
      )}
    </div>
  );
}

/** What has good defaults. It opens by itself when something in it is wrong. */
export function AdvancedFields(fields: FieldsProps) {
  const { form, errors, change } = fields;
  const hasError = [errors.portFirst, errors.portLast, errors.repositoryRoots].some((error) => error !== undefined);
  return (
    <details className="details profile-advanced" open={hasError || undefined}>
      <summary>Ports and repository folders</summary>
      <div className="profile-row">
        <TextField {...fields} field="portFirst" label="First port for editors" isNumber />
        <TextField {...fields} field="portLast" label="Last port for editors" isNumber />
      </div>
      <p className="faint">{rangeWords(form)}</p>
      <Textarea
        name="repositoryRoots"
        label="Folders to look for repositories in"
        description="One per line; ~/ is the home of the user on the server."
        value={form.repositoryRoots}
        error={errors.repositoryRoots}
        rows={4}
        spellCheck={false}
        onChange={({ currentTarget }) => change({ repositoryRoots: currentTarget.value })}
      />
    </details>
  );
}

/** What the two numbers come to, as long as they are a range. */
function rangeWords({ portFirst, portLast }: ProfileForm): string {
  const count = Number(portLast) - Number(portFirst) + 1;
  const isRange = Number.isInteger(count) && count > 0;
  return isRange ? `One port for each editor: at most ${countOf(count, 'editor')} here.` : 'One port for each editor.';
}
