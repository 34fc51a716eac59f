import { profileColor } from '../../../../main/contract/profiles.ts';
import type { FieldsProps } from './ProfileTextField.tsx';
import { TagField } from './TagField.tsx';

/** Colour and tags, by which a server is found among many. */
export function LookFields({ knownTags, ...fields }: FieldsProps & { readonly knownTags: readonly string[] }) {
  const { form, change } = fields;
  return (
    <>
      <fieldset className="color-list">
        <legend>Colour</legend>
        {profileColor.options.map((color) => (
          <label key={color} title={color === 'none' ? 'No colour' : color}>
            <input
              type="radio"
              name="color"
              value={color}
              checked={form.color === color}
              aria-label={color === 'none' ? 'No colour' : color}
              onChange={() => change({ color })}
            />
            <span className="color-dot" data-color={color} />
          </label>
        ))}
      </fieldset>
      <TagField {...fields} knownTags={knownTags} />
    </>
  );
}
