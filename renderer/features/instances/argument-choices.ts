/** One of code-server's arguments that a user may add. */
export interface ArgumentKind {
  /** Without a value it is a switch. */
  readonly flag: string;
  /** What it does, as a short sentence. */
  readonly note: string;
  /** What a value looks like; null for a switch. */
  readonly example: string | null;
  /** The values there are, where they are few. */
  readonly values: readonly string[] | null;
}

/** The arguments that the contract allows, in the order the dialog offers them. */
export const argumentKinds: readonly ArgumentKind[] = [
  { flag: '--locale', note: 'Language of VS Code', example: 'de', values: null },
  { flag: '--app-name', note: 'Name in the window’s title', example: 'my editor', values: null },
  {
    flag: '--log',
    note: 'How much it logs',
    example: 'debug',
    values: ['trace', 'debug', 'info', 'warn', 'error', 'off'],
  },
  {
    flag: '--enable-proposed-api',
    note: 'Lets an extension use unfinished parts of VS Code',
    example: 'publisher.extension',
    values: null,
  },
  { flag: '--disable-workspace-trust', note: 'Never asks whether you trust a folder', example: null, values: null },
  {
    flag: '--disable-getting-started-override',
    note: 'Keeps VS Code’s own welcome page',
    example: null,
    values: null,
  },
  { flag: '--disable-file-downloads', note: 'No downloads from the explorer', example: null, values: null },
  { flag: '--disable-file-uploads', note: 'No uploads into the explorer', example: null, values: null },
  { flag: '--verbose', note: 'Logs everything, for a fault', example: null, values: null },
];

/** An argument as it is being typed. */
export interface ArgumentRow {
  readonly flag: string;
  /** Empty for a switch. */
  readonly value: string;
}

/** The kind of a flag; the list is closed, so an unknown one is null. */
export function argumentKindOf(flag: string): ArgumentKind | null {
  return argumentKinds.find((kind) => kind.flag === flag) ?? null;
}

/** Takes `--log=debug` apart. */
export function argumentRow(argument: string): ArgumentRow {
  const at = argument.indexOf('=');
  return at < 0 ? { flag: argument, value: '' } : { flag: argument.slice(0, at), value: argument.slice(at + 1) };
}

/** Puts it together again. */
export function argumentOf({ flag, value }: ArgumentRow): string {
  return argumentKindOf(flag)?.example === null ? flag : `${flag}=${value}`;
}

/** The kinds that can still be added: an extension's permission may be given several times, the others once. */
export function argumentsToAdd(rows: readonly ArgumentRow[]): readonly ArgumentKind[] {
  return argumentKinds.filter(
    ({ flag }) => flag === '--enable-proposed-api' || !rows.some((known) => known.flag === flag),
  );
}
