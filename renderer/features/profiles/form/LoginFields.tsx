import { Segments } from '../../../ui/Segments.tsx';
import { type FieldsProps, ProfileTextField } from './ProfileTextField.tsx';

const methods = [
  { value: 'agent', label: 'SSH agent' },
  { value: 'key', label: 'Key file' },
  { value: 'password', label: 'Password' },
  { value: 'interactive', label: 'Questions' },
] as const;

const methodNotes = {
  agent: 'Uses the keys your SSH agent holds. Nothing is stored.',
  key: 'The key stays where it is; a passphrase is asked for when it is needed.',
  password: 'Asked for when you connect. You decide then whether it is remembered.',
  interactive: 'The server asks when you connect, for example for a code of your phone. Answers are never kept.',
} as const;

/** What is shown to the server first. */
export function LoginFields(fields: FieldsProps) {
  const { form, change } = fields;
  return (
    <div className="profile-auth">
      <Segments
        legend="How do you log in?"
        name="authMethod"
        value={form.authMethod}
        options={methods}
        onChange={(authMethod) => change({ authMethod })}
      />
      <p className="faint">{methodNotes[form.authMethod]}</p>
      {form.authMethod === 'key' && (
        <ProfileTextField
          {...fields}
          field="keyPath"
          label="Key file on this computer"
          placeholder="~/.ssh/id_ed25519"
          isFixed={form.sshConfigHost !== null && form.isKeyFromFile}
        />
      )}
    </div>
  );
}
