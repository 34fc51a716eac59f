/** A text with its tokens replaced, or the first token that is not known. */
export type Expanded =
  | { readonly isKnown: true; readonly text: string }
  | { readonly isKnown: false; readonly token: string };

/** What `%h`, `%n` … and `${NAME}` stand for; `%%` is known to all. */
export interface TokenValues {
  readonly percent: Readonly<Record<string, string>>;
  /** Null where variables are not replaced. */
  readonly environment: Readonly<Record<string, string | undefined>> | null;
}

/** Replaces tokens once; what they stand for is not looked through again. */
export function expandTokens(text: string, { percent, environment }: TokenValues): Expanded {
  let unknown: string | null = null;
  const expanded = text.replace(
    /%(.?)|\$\{([^}]*)\}/gsu,
    (whole, token: string | undefined, variable: string | undefined) => {
      if (token === '%') return '%';
      if (variable !== undefined && environment === null) return whole;
      const value = variable === undefined ? ownValue(percent, token ?? '') : ownValue(environment ?? {}, variable);
      if (value === undefined) unknown ??= whole;
      return value ?? '';
    },
  );
  return unknown === null ? { isKnown: true, text: expanded } : { isKnown: false, token: unknown };
}

/** A value by its name, which may also be that of something that every object has. */
export function ownValue(values: Readonly<Record<string, string | undefined>>, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
