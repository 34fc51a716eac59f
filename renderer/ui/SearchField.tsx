import type { KeyboardEvent, RefObject } from 'react';

interface SearchFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
  /** The field of the page that the key `/` leads to; one without it is reached by Tab only. */
  readonly field?: RefObject<HTMLInputElement | null> | undefined;
  /** Goes on into what was found, as the arrow down asks for. */
  readonly onEnterList?: (field: HTMLInputElement) => void;
  /** Keys that mean something here only. */
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
}

/** The field above a list that leaves out what does not match. */
export function SearchField(props: SearchFieldProps) {
  const { label, placeholder, value, onSearch, field, onEnterList, onKeyDown } = props;
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    onKeyDown?.(event);
    // Empties the field first; only then it is for the drawer around it.
    if (event.key === 'Escape' && value !== '') {
      event.stopPropagation();
      event.nativeEvent.stopImmediatePropagation();
      onSearch('');
    }
    if (event.key === 'ArrowDown' && onEnterList !== undefined) {
      event.preventDefault();
      onEnterList(event.currentTarget);
    }
  };
  return (
    <span className="search">
      <input
        ref={field}
        type="search"
        className="search-field"
        aria-label={label}
        placeholder={placeholder}
        maxLength={200}
        value={value}
        onChange={({ currentTarget }) => onSearch(currentTarget.value)}
        onKeyDown={press}
      />
      {field !== undefined && (
        <span className="key" aria-hidden="true">
          /
        </span>
      )}
    </span>
  );
}
