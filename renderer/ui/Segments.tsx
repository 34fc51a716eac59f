interface SegmentsProps<T extends string> {
  readonly legend: string;
  /** Above a list: low, and without its legend, which is read out only. */
  readonly isTool?: boolean;
  readonly name: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

/** A choice of few, all visible; arrow keys move it, because these are radio buttons. */
export function Segments<T extends string>(props: SegmentsProps<T>) {
  const { legend, isTool = false, name, value, options, onChange } = props;
  return (
    <fieldset className={isTool ? 'segments segments-tool' : 'segments'}>
      <legend className={isTool ? 'hidden-text' : undefined}>{legend}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span data-words={option.label}>{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
