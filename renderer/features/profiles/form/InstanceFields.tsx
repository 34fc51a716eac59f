import { Textarea } from '@mantine/core';
import { type FieldsProps, ProfileTextField } from './ProfileTextField.tsx';
import { rangeWords } from './profile-sections.ts';

/** Where editors run and where repositories are looked for. */
export function InstanceFields(fields: FieldsProps) {
  const { form, errors, change } = fields;
  return (
    <>
      <div className="profile-row">
        <ProfileTextField {...fields} field="portFirst" label="First port for editors" isNumber />
        <ProfileTextField {...fields} field="portLast" label="Last port for editors" isNumber />
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
      <ProfileTextField
        {...fields}
        field="searchDepth"
        label="How many folders deep"
        description="0 looks only whether these folders are repositories themselves; 9 is the deepest."
        isNumber
      />
    </>
  );
}
