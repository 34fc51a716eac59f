import path from 'node:path';
import { parseArgs } from 'node:util';
import { type SecretKind, secretKind } from '../contract/failure.ts';
import { type FlagValue, formOf, inputFromFlags } from './flags.ts';
import { capabilityHelp, generalHelp, methodHelp, namesOf } from './help.ts';
import { asksFirst, capabilities, forgets, type Method, methods, reasonNotOffered, takesDocument } from './methods.ts';

/** What a command line asks for. */
export type Command =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  | { readonly kind: 'sandbox'; readonly args: readonly string[] }
  | {
      readonly kind: 'method';
      readonly method: Method;
      readonly input: Readonly<Record<string, unknown>>;
      readonly dataDirectory: string | null;
      readonly secretKind: SecretKind | null;
      /** The secret is kept for the next run. */
      readonly isRemembered: boolean;
      /** File of the document that the method takes; null is standard input, or that it takes none. */
      readonly documentFile: string | null;
      /** What the command would ask about is answered with yes. */
      readonly isConfirmed: boolean;
      /** The secret that the method sets is forgotten instead. */
      readonly isForgotten: boolean;
    };

/** A command line that makes no sense; both texts are whole sentences. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly nextStep: string;
  constructor(message: string, nextStep: string) {
    super(message);
    this.nextStep = nextStep;
  }
}

const generalOptions = {
  'data-dir': { type: 'string' },
  'password-stdin': { type: 'boolean' },
  'passphrase-stdin': { type: 'boolean' },
  remember: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** Shorter names for fields that people know under another name. */
const aliases: Readonly<Record<string, string>> = { host: 'address', key: 'key-path', jump: 'jump-profile-id' };

function refuseSecrets(argv: readonly string[]): void {
  if (!argv.some((arg) => /^--(password|passphrase|secret)(=|$)/.test(arg))) return;
  throw new UsageError(
    'A secret on the command line can be read by every user of this computer.',
    argv.includes('secrets') || argv.includes('presets')
      ? 'Write it to standard input.'
      : 'Write it to standard input and use --password-stdin or --passphrase-stdin.',
  );
}

function findMethod(capability: string, name: string): Method {
  const method = methods.find(
    (candidate) => candidate.capability === capability && [candidate.name, candidate.command].includes(name),
  );
  if (method !== undefined) return method;
  const reason = reasonNotOffered(capability, name);
  if (reason !== null) throw new UsageError(`The command line has no "${capability} ${name}".`, reason);
  throw new UsageError(`"${capability}" has no method "${name}".`, `Use one of: ${namesOf(capability)}.`);
}

type Options = Record<string, { type: 'string' | 'boolean'; multiple?: boolean; short?: string }>;

function optionsOf({ capability, name: method, flags }: Method): Options {
  const options: Options = { ...generalOptions };
  if (asksFirst(capability, method)) options.yes = { type: 'boolean' };
  if (forgets(capability, method)) options.forget = { type: 'boolean' };
  for (const { name, type, isList } of flags) {
    options[name] = { type: type === 'boolean' ? 'boolean' : 'string', multiple: isList };
  }
  for (const [alias, name] of Object.entries(aliases)) {
    const target = options[name];
    if (target !== undefined) options[alias] ??= target;
  }
  return options;
}

type Values = Record<string, FlagValue | undefined>;

function parseStrictly(argv: readonly string[], method: Method): { values: Values; positionals: readonly string[] } {
  try {
    const parsed = parseArgs({
      args: [...argv],
      options: optionsOf(method),
      allowPositionals: true,
      allowNegative: true,
    });
    return { values: parsed.values, positionals: parsed.positionals };
  } catch (error) {
    const [sentence = ''] = error instanceof Error ? error.message.split(/\.\s/) : [];
    throw new UsageError(`${sentence.replace(/\.$/, '')}.`, `See berth ${method.capability} ${method.command} --help.`);
  }
}

/** A variable is given with its value, a process with when it began. Throws `UsageError`. */
function refuseHalves(values: Values, { capability, command, flags }: Method): void {
  for (const flag of flags) {
    const form = formOf(flag);
    const given = form === null ? [] : [values[flag.name] ?? []].flat();
    const half = given.find((text) => form?.pattern.test(String(text)) === false);
    if (form === null || half === undefined) continue;
    const nextStep = flag.isProcess
      ? 'berth stats watch --processes tells both figures, as pid and startTicks.'
      : `See berth ${capability} ${command} --help.`;
    throw new UsageError(`--${flag.name} must be ${form.words}, not "${half}".`, nextStep);
  }
}

/** Resolves aliases, and what one flag says about another. */
function completed(values: Values): Values {
  const complete: Values = { ...values };
  for (const [alias, name] of Object.entries(aliases)) complete[name] ??= values[alias];
  const keyPath = complete['key-path'];
  if (typeof keyPath === 'string') {
    complete['auth-method'] ??= 'key';
    // The profile outlives this folder; the core resolves `~/` itself.
    if (!keyPath.startsWith('~/') && keyPath !== '') complete['key-path'] = path.resolve(keyPath);
  }
  return complete;
}

function secretKindOf(values: Values, { capability, command, flags }: Method): SecretKind | null {
  const kinds = secretKind.options.filter((kind) => values[`${kind}-stdin`] === true);
  const [kind = null] = kinds;
  if (kind === null && values.remember === true) {
    throw new UsageError('--remember needs a secret.', 'Give --password-stdin or --passphrase-stdin too.');
  }
  if (kinds.length > 1) throw new UsageError('Only one secret can be read.', 'Give one of the two -stdin flags.');
  if (kind !== null && !flags.some((flag) => flag.name === 'profile')) {
    throw new UsageError(`"${capability} ${command}" needs no secret.`, `Leave out --${kind}-stdin.`);
  }
  return kind;
}

function parseMethod(argv: readonly string[], method: Method): Command {
  const { values, positionals } = parseStrictly(argv, method);
  if (values.help === true) return { kind: 'help', text: methodHelp(method) };
  refuseHalves(values, method);
  const rest = positionals.slice(2);
  const documentFile = takesDocument(method.capability, method.name) ? (rest.shift() ?? null) : null;
  const [stray] = rest;
  if (stray !== undefined) {
    throw new UsageError(`"${stray}" belongs to no flag.`, `See berth ${method.capability} ${method.command} --help.`);
  }
  const dataDirectory = values['data-dir'] ?? null;
  if (dataDirectory === '') throw new UsageError('--data-dir must name a folder.', 'Name one, or leave it out.');
  return {
    kind: 'method',
    method,
    input: inputFromFlags(method.flags, completed(values)),
    dataDirectory: typeof dataDirectory === 'string' ? path.resolve(dataDirectory) : null,
    secretKind: secretKindOf(values, method),
    isRemembered: values.remember === true,
    documentFile,
    isConfirmed: values.yes === true,
    isForgotten: values.forget === true,
  };
}

/** Reads a command line (without node and script). Throws `UsageError`. */
export function parseCommand(argv: readonly string[]): Command {
  if (argv[0] === 'help' && argv.length > 1) return parseCommand([...argv.slice(1), '--help']);
  if (argv[0] === 'sandbox') return { kind: 'sandbox', args: argv.slice(1) };
  refuseSecrets(argv);
  const { values, positionals } = parseArgs({ args: [...argv], options: generalOptions, strict: false });
  const [capability, name] = positionals;
  if (capability === undefined || capability === 'help') {
    return values.version === true ? { kind: 'version' } : { kind: 'help', text: generalHelp() };
  }
  if (!capabilities.includes(capability)) {
    throw new UsageError(`There is no capability "${capability}".`, `Use one of: ${namesOf(null)}.`);
  }
  if (name !== undefined) return parseMethod(argv, findMethod(capability, name));
  const reason = reasonNotOffered(capability, '');
  if (reason !== null) throw new UsageError(`The command line has no "${capability}".`, reason);
  if (values.help === true) return { kind: 'help', text: capabilityHelp(capability) };
  throw new UsageError(`"${capability}" needs a method.`, `Use one of: ${namesOf(capability)}.`);
}
