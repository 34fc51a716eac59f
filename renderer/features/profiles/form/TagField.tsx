import { X } from 'lucide-react';
import { type KeyboardEvent, useId, useRef } from 'react';
import type { FieldsProps } from './ProfileTextField.tsx';
import { withTags } from './profile-form.ts';

/** Tags as chips; Enter or a comma ends one, Backspace in the empty field takes the last one back. */
export function TagField({ form, errors, change, knownTags }: FieldsProps & { readonly knownTags: readonly string[] }) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const { tags, tagText } = form;
  const error = errors.tags;
  const take = (text: string) => change({ tags: withTags(tags, text), tagText: '' });
  const remove = (tag: string) => {
    change({ tags: tags.filter((known) => known !== tag) });
    field.current?.focus();
  };
  const type = (text: string) => {
    if (text.includes(',')) take(text);
    else change({ tagText: text });
  };
  const press = (event: KeyboardEvent) => {
    const last = tags.at(-1);
    if (event.key === 'Enter' && tagText.trim() !== '') {
      // Enter ends the tag here; in the empty field it saves the form, as everywhere.
      event.preventDefault();
      take(tagText);
    } else if (event.key === 'Backspace' && tagText === '' && last !== undefined) remove(last);
  };
  return (
    <div className="tag-field">
      <label htmlFor={id}>Tags</label>
      <div className="tag-box" data-error={error !== undefined || undefined}>
        {tags.map((tag) => (
          <span key={tag} className="tag">
            <span className="cut">{tag}</span>
            <button type="button" aria-label={`Remove tag ${tag}`} onClick={() => remove(tag)}>
              <X size={11} aria-hidden="true" />
            </button>
          </span>
        ))}
        <input
          ref={field}
          id={id}
          name="tagText"
          value={tagText}
          list={`${id}-known`}
          placeholder={tags.length === 0 ? 'production, europe' : ''}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          aria-invalid={error !== undefined}
          aria-describedby={`${id}-note`}
          onChange={({ currentTarget }) => type(currentTarget.value)}
          onKeyDown={press}
          onBlur={() => {
            if (tagText !== '') take(tagText);
          }}
        />
        <datalist id={`${id}-known`}>
          {knownTags
            .filter((tag) => !tags.includes(tag))
            .map((tag) => (
              <option key={tag} value={tag} />
            ))}
        </datalist>
      </div>
      <p id={`${id}-note`} className={error === undefined ? 'faint' : 'bad'}>
        {error ?? 'Enter or a comma ends a tag. The search of the server list finds them.'}
      </p>
    </div>
  );
}
