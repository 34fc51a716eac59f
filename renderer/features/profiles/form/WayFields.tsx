import { useId } from 'react';
import type { Profile } from '../../../../main/contract/profiles.ts';
import type { FieldsProps } from './ProfileTextField.tsx';
import { jumpsTo, possibleJumps, wayWords } from './profile-way.ts';

interface WayFieldsProps extends FieldsProps {
  readonly profiles: readonly Profile[];
  /** The profile that is edited; null for one that is being added. */
  readonly profileId: string | null;
}

/** Straight to the server, or through another one. */
export function WayFields({ form, errors, change, profiles, profileId }: WayFieldsProps) {
  const id = useId();
  const error = errors.jumpProfileId;
  const possible = possibleJumps(profiles, profileId);
  const isGone = form.jumpProfileId !== '' && possible.every((jump) => jump.id !== form.jumpProfileId);
  const jumps = jumpsTo(profiles, form.jumpProfileId || null);
  return (
    <div className="profile-way">
      <label htmlFor={id}>The way to this server</label>
      <select
        id={id}
        name="jumpProfileId"
        className="select"
        value={form.jumpProfileId}
        disabled={form.sshConfigHost !== null}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-words`}
        onChange={({ currentTarget }) => change({ jumpProfileId: currentTarget.value })}
      >
        <option value="">Straight</option>
        {isGone && <option value={form.jumpProfileId}>Through a server that is not here</option>}
        {possible.map((jump) => (
          <option key={jump.id} value={jump.id}>
            Through {jump.name}
          </option>
        ))}
      </select>
      {error !== undefined && <p className="bad">{error}</p>}
      <p id={`${id}-words`} className="dim way-words">
        {wayWords(
          jumps.map(({ name }) => name),
          form.name || form.address || 'this server',
        )}
      </p>
      {jumps.length > 0 && <p className="faint">Each server on the way is checked by its own key and login.</p>}
    </div>
  );
}
