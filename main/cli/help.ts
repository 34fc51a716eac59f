import { type Flag, formOf } from './flags.ts';
import {
  asksFirst,
  capabilities,
  forgets,
  imports,
  type Method,
  methods,
  reasonNotOffered,
  takesDocument,
  takesSecrets,
} from './methods.ts';

const GENERAL_FLAGS = `  --data-dir DIR       folder of Berth's own files (else BERTH_DATA_DIR, else the usual place of this system)
  --password-stdin     read the host's password from one line of standard input; a terminal asks for it and shows nothing
  --passphrase-stdin   the same for the passphrase of the key
  --remember           with one of the two: keep it under the master passphrase (see berth secrets protect)
  --json               print JSON on a terminal too, where lists are tables otherwise
  --help               print this

A remembered secret that is needed is opened with the master passphrase. It is asked for at a terminal, or read from the
first line of the file that BERTH_PASSPHRASE_FILE names, which nobody else may be able to read.`;

const YES_FLAG = `  --yes                with --level everything: go on without the question

`;

const SECRETS_NOTE = `Passphrases are asked for at a terminal, which shows nothing, or read from standard input: one per line, the present one
first when there is one. That one is read from the file that BERTH_PASSPHRASE_FILE names, when it is set.

`;

const PRESET_SECRET_NOTE = `The value is asked for at a terminal, which shows nothing, or read from one line of standard input.

`;

const FORGET_FLAG = `  --forget             forget the value; nothing is asked for

`;

const DOCUMENT_NOTE = `Reads the document from FILE, or from standard input when there is none or it is "-".

`;

const IMPORT_NOTE = `Exit code 0: everything that was asked for is there now. 3: something was left out; each is told with why.

`;

/** What the flags of a method do not say. */
const METHOD_NOTES: Readonly<Record<string, string>> = {
  'alerts.configure': `The document is what berth alerts settings prints, with what is to be another. Host clock for mutedUntilMs.

`,
  'sessions.start': `Without --preset it is the login shell. --prompt - reads what the agent is told from standard input.

`,
  'sessions.send': `--text - reads the text from standard input. Exit code 1: it was held back or got lost; why is told.

`,
  'sessions.capture': `Prints the text itself; with --json the whole answer.

`,
  'sessions.transcript': `Prints the text itself; with --json the whole answer.

`,
  'sessions.attach': `Shows the session in this terminal, which must be one. Ctrl-] leaves it, and the session goes on.
Without --session it is a plain login shell, which ends with the link.

`,
  'processes.end': `What a process is known by stands in berth stats watch --processes: its pid and its startTicks. One that is not Berth's
needs its user and name too, as they are told there.

`,
  'setup.run': `--steps takes ids that berth setup plan tells; without it all that is to do is done. Without --sources, code-server comes
from whichever works first: downloaded by the host, sent from this computer, or built by the host's npm.
Exit code 3: VS Code is ready, and something that was asked for besides is not; it is told on stderr.

`,
};

const columns = (rows: readonly (readonly [string, string])[]) => {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd()).join('\n');
};

function defaultNote(value: unknown): string {
  const values = [value].flat().map(String);
  return values.length === 0 ? '' : `default ${values.join(', ')}`;
}

function flagRow(flag: Flag): readonly [string, string] {
  const { name, type, isList, isRecord, isRequired, choices, defaultValue } = flag;
  const word = formOf(flag)?.words ?? (type === 'number' ? 'N' : 'TEXT');
  const value = choices?.join('|') ?? word;
  const notes = [
    isRequired ? 'required' : '',
    isList ? 'may be repeated' : '',
    defaultValue === null || isRecord || type === 'boolean' ? '' : defaultNote(defaultValue),
  ].filter((note) => note !== '');
  if (type === 'boolean') return [defaultValue === true ? `--no-${name}` : `--${name}`, notes.join('; ')];
  return [`--${name} ${value}`, notes.join('; ')];
}

const summaryRow = ({ capability, command, definition }: Method) =>
  [`${capability} ${command}`, definition.summary] as const;

/** What `berth --help` prints. */
export function generalHelp(): string {
  return `berth <capability> <method> [--flags]

Prints one JSON document on standard output, and one line for each item of a stream; on a terminal, lists are tables.
Exit code 0: done; 1: failed, the document is {"error":…}, or of several only some were done; 2: wrong usage;
3: an import left out something that is not there yet, and told each with why.

${columns([...methods.map(summaryRow), ['sandbox start|stop|list', 'Runs throw-away hosts to try things on (only in a checkout).']])}

${GENERAL_FLAGS}
`;
}

/** What `berth <capability> --help` prints. */
export function capabilityHelp(capability: string): string {
  return `berth ${capability} <method> [--flags]\n\n${columns(methods.filter((method) => method.capability === capability).map(summaryRow))}\n`;
}

/** What `berth <capability> <method> --help` prints. */
export function methodHelp({ capability, name, command, definition, flags }: Method): string {
  const own = flags.length === 0 ? '' : `${columns(flags.map(flagRow))}\n\n`;
  const yes = asksFirst(capability, name) ? YES_FLAG : '';
  const secretsNote = capability === 'presets' ? PRESET_SECRET_NOTE : SECRETS_NOTE;
  const note = takesSecrets(capability, name) ? secretsNote : '';
  const forget = forgets(capability, name) ? FORGET_FLAG : '';
  const exits = imports(capability, name) ? IMPORT_NOTE : '';
  const more = METHOD_NOTES[`${capability}.${name}`] ?? '';
  const isOfDocument = takesDocument(capability, name);
  const usage = `berth ${capability} ${command}${isOfDocument ? ' [FILE]' : ''}`;
  return `${usage}\n\n${definition.summary}\n\n${isOfDocument ? DOCUMENT_NOTE : ''}${exits}${note}${more}${own}${yes}${forget}${GENERAL_FLAGS}\n`;
}

/** The names to choose from, for the sentence about a wrong one. */
export function namesOf(capability: string | null): string {
  const names =
    capability === null
      ? [...capabilities.filter((name) => reasonNotOffered(name, '') === null), 'sandbox']
      : methods.filter((method) => method.capability === capability).map(({ command }) => command);
  return names.join(', ');
}
