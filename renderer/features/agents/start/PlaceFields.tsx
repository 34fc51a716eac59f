import { TextInput } from '@mantine/core';
import { folderPlace, homePlace, type StartForm, type startErrors } from './start-form.ts';

interface PlaceFieldsProps {
  readonly form: StartForm;
  readonly errors: ReturnType<typeof startErrors>;
  readonly repositories: readonly { readonly id: string; readonly name: string }[];
  readonly hostName: string;
  readonly onChange: (part: Partial<StartForm>) => void;
}

/** Where it starts: a repository, a fresh worktree of one, or any folder. */
export function PlaceFields({ form, errors, repositories, hostName, onChange }: PlaceFieldsProps) {
  const { place, path, hasWorktree, branch } = form;
  const isRepository = place !== homePlace && place !== folderPlace;
  // One that runs may not be in the list.
  const isListed = !isRepository || repositories.some(({ id }) => id === place);
  return (
    <>
      <label className="start-field">
        <span>Where</span>
        <select
          className="select"
          value={place}
          onChange={({ currentTarget: { value } }) => onChange({ place: value })}
        >
          {!isListed && <option value={place}>{place}</option>}
          {repositories.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          <option value={homePlace}>Home folder of {hostName}</option>
          <option value={folderPlace}>Another folder…</option>
        </select>
      </label>
      {place === folderPlace && (
        <TextInput
          label="Folder"
          value={path}
          error={errors.path}
          autoComplete="off"
          spellCheck={false}
          onChange={({ currentTarget }) => onChange({ path: currentTarget.value })}
        />
      )}
      {isRepository && (
        <div className="start-worktree">
          <label className="check">
            <input
              type="checkbox"
              checked={hasWorktree}
              onChange={({ currentTarget }) => onChange({ hasWorktree: currentTarget.checked })}
            />
            In a fresh worktree, so that several can work side by side
          </label>
          {hasWorktree && (
            <TextInput
              label="New branch"
              value={branch}
              error={errors.branch}
              maxLength={200}
              autoComplete="off"
              spellCheck={false}
              onChange={({ currentTarget }) => onChange({ branch: currentTarget.value })}
            />
          )}
        </div>
      )}
    </>
  );
}
