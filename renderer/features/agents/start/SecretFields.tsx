import { PasswordInput } from '@mantine/core';

interface SecretFieldsProps {
  readonly names: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly isRemembered: boolean;
  readonly presetName: string;
  readonly onType: (name: string, value: string) => void;
  readonly onRemember: (isRemembered: boolean) => void;
}

/** Asks for the secrets of a preset that are not known here. They live in the fields until they are handed over. */
export function SecretFields({ names, values, isRemembered, presetName, onType, onRemember }: SecretFieldsProps) {
  return (
    <div className="start-secrets notice">
      {names.map((name) => (
        <PasswordInput
          key={name}
          label={`${name} for ${presetName}`}
          value={values[name] ?? ''}
          maxLength={4096}
          required
          withAsterisk={false}
          autoComplete="off"
          placeholder="Paste the key"
          visibilityToggleButtonProps={{ 'aria-label': 'Show what is typed', tabIndex: 0 }}
          onChange={({ currentTarget }) => onType(name, currentTarget.value)}
        />
      ))}
      <label className="check">
        <input
          type="checkbox"
          checked={isRemembered}
          onChange={({ currentTarget }) => onRemember(currentTarget.checked)}
        />
        Remember it in this computer’s keychain
      </label>
      <p className="faint">
        {isRemembered
          ? 'Handed to the agent in a file that only your user can read, never in a command line.'
          : 'Kept until Berth is closed, and handed to the agent in a file that only your user can read.'}
      </p>
    </div>
  );
}
