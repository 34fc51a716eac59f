import type { Flag } from './flags.ts';
import { capabilities, type Method, methods } from './methods.ts';

const GENERAL_FLAGS = `  --data-dir DIR       folder of Berth's own files (else BERTH_DATA_DIR, else the usual place of this system)
  --password-stdin     read the host's password from one line of standard input
  --passphrase-stdin   read the key's passphrase from one line of standard input
  --help               print this`;

const columns = (rows: readonly (readonly [string, string])[]) => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd()).join('\n');
};

function flagRow({ name, type, isList, isRequired, choices, defaultValue }: Flag): readonly [string, string] {
  const value = choices?.join('|') ?? (type === 'number' ? 'N' : 'TEXT');
  const notes = [
    isRequired ? 'required' : '',
    isList ? 'may be repeated' : '',
    defaultValue === null ? '' : `default ${[defaultValue].flat().map(String).join(', ')}`,
  ].filter((note) => note !== '');
  return [type === 'boolean' ? `--${name}` : `--${name} ${value}`, notes.join('; ')];
}

const summaryRow = ({ capability, name, definition }: Method) => [`${capability} ${name}`, definition.summary] as const;

/** What `berth --help` prints. */
export function generalHelp(): string {
  return `berth <capability> <method> [--flags]

Prints one JSON document on standard output. Exit code 0: done; 1: failed, the document is {"error":…}; 2: wrong usage.

${columns([...methods.map(summaryRow), ['sandbox start|stop|list', 'Runs throw-away hosts to try things on (only in a checkout).']])}

${GENERAL_FLAGS}
`;
}

/** What `berth <capability> --help` prints. */
export function capabilityHelp(capability: string): string {
  return `berth ${capability} <method> [--flags]\n\n${columns(methods.filter((method) => method.capability === capability).map(summaryRow))}\n`;
}

/** What `berth <capability> <method> --help` prints. */
export function methodHelp({ capability, name, definition, flags }: Method): string {
  const own = flags.length === 0 ? '' : `${columns(flags.map(flagRow))}\n\n`;
  return `berth ${capability} ${name}\n\n${definition.summary}\n\n${own}${GENERAL_FLAGS}\n`;
}

/** The names to choose from, for the sentence about a wrong one. */
export function namesOf(capability: string | null): string {
  const names =
    capability === null
      ? [...capabilities, 'sandbox']
      : methods.filter((method) => method.capability === capability).map(({ name }) => name);
  return names.join(', ');
}
