import { type CoreContract, coreContract } from '../contract/contract.ts';
import type { MethodDefinition } from '../contract/define.ts';
import { type Flag, flagsOf, kebabCase } from './flags.ts';

/** One method as the command line offers it. */
export interface Method {
  readonly capability: string;
  /** As the contract names it. */
  readonly name: string;
  /** As people type it: `start-all` for `startAll`. */
  readonly command: string;
  readonly definition: MethodDefinition;
  readonly flags: readonly Flag[];
}

/** Methods, and capabilities, that make no sense for a process that ends at once, and what to do instead. */
const notOffered: Readonly<Record<string, string>> = {
  'hosts.unlock': 'Add --password-stdin or --passphrase-stdin to the command that needs the secret.',
  'hosts.answer': 'The command that connects asks at the terminal itself.',
  'setup.follow': 'It is followed where it runs; the app follows its own.',
  'setup.cancel': 'Press Ctrl+C where the setup runs.',
  'repositories.clones': 'Each is followed where it runs; the app follows its own.',
  'repositories.followClone': 'It is followed where it runs; the app follows its own.',
  'repositories.cancelClone': 'Press Ctrl+C where the clone runs.',
  'alerts.watch': 'It tells of the servers that the app is connected to; berth alerts list asks one.',
  'sessions.watch': 'berth sessions list tells them once, and berth sessions wait waits for a state.',
  'sessions.type': 'Use berth sessions send or keys, or type at berth sessions attach.',
  'sessions.resize': 'berth sessions attach follows the size of the terminal that it runs in.',
  'sessions.takeControl': 'Add --control to berth sessions attach.',
  forwards: 'Forward ports in the app: a forward lasts only as long as the process that opened it.',
  'instances.open': 'Open the instance in the app: its address lives only as long as the app does.',
};

/** Operations that Ctrl+C calls off on the host, and the method that does it with the same input. */
const calledOffBy: Readonly<Record<string, string>> = {
  'setup.run': 'cancel',
  'repositories.clone': 'cancelClone',
};

/** The method of the same capability that calls an operation off, or null. */
export function callOffOf(capability: string, name: string): string | null {
  return calledOffBy[`${capability}.${name}`] ?? null;
}

/** Inputs that are read hidden or from standard input, because everybody can read a command line. */
const secretFields: Readonly<Record<string, readonly string[]>> = {
  'secrets.protect': ['previous', 'passphrase'],
  'secrets.open': ['passphrase'],
  // A process that ends at once holds nothing for as long as it runs.
  'presets.setSecret': ['value', 'isRemembered'],
};

/** Texts that are read from standard input when they are given as `-`. */
const pipedFields: Readonly<Record<string, string>> = {
  'sessions.send': 'text',
  'sessions.start': 'prompt',
};

/** The field of a method's input that is read from standard input when it is `-`; null when it has none. */
export function pipedField({ capability, name }: Method): string | null {
  const method = `${capability}.${name}`;
  return Object.hasOwn(pipedFields, method) ? (pipedFields[method] ?? null) : null;
}

/** Inputs that are whole documents, read from a file or from standard input. */
const documentFields: Readonly<Record<string, readonly string[]>> = {
  'profiles.import': ['document'],
  'presets.import': ['document'],
  // What alerts.settings prints, changed: ten rules are too many for flags.
  'alerts.configure': ['settings'],
};

/** Whether a method takes a document that is no flag. */
export function takesDocument(capability: string, name: string): boolean {
  return Object.hasOwn(documentFields, `${capability}.${name}`);
}

/** The input that a document makes; null when it should be JSON and is none. */
export function documentInput({ capability, name }: Method, text: string): Readonly<Record<string, unknown>> | null {
  const [field = 'document'] = documentFields[`${capability}.${name}`] ?? [];
  if (field === 'document') return { document: text };
  try {
    return { [field]: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

/** Whether a method takes over several things and tells what it left out. */
export function imports(capability: string, name: string): boolean {
  if (capability === 'presets') return name === 'import';
  return capability === 'profiles' && (name === 'import' || name === 'importSshConfig');
}

/** Inputs that the command line knows by itself. */
const knownFields: Readonly<Record<string, readonly string[]>> = {
  'sessions.attach': ['size'],
};

/** Whether a field of a method's input has a flag. */
function isFlag(method: string, field: string): boolean {
  return ![secretFields, documentFields, knownFields].some((fields) => fields[method]?.includes(field));
}

/** The flags of a method. Without a session, `sessions attach` is a plain shell. */
function flagsOfMethod(method: string, { input }: MethodDefinition): Flag[] {
  const flags = flagsOf(input).filter(({ path }) => isFlag(method, path[0] ?? ''));
  if (method !== 'sessions.attach') return flags;
  return flags.map((flag) => (flag.name === 'session' ? { ...flag, isRequired: false } : flag));
}

/** Whether a method takes secrets that are no flags. */
export function takesSecrets(capability: string, name: string): boolean {
  return Object.hasOwn(secretFields, `${capability}.${name}`);
}

/** The contract's methods, in its order. */
export const methods: readonly Method[] = Object.entries<CoreContract[keyof CoreContract]>(coreContract).flatMap(
  ([capability, definitions]) =>
    Object.entries<MethodDefinition>(definitions)
      .filter(([name]) => reasonNotOffered(capability, name) === null)
      .map(([name, definition]) => ({
        capability,
        name,
        command: kebabCase(name),
        definition,
        flags: flagsOfMethod(`${capability}.${name}`, definition),
      })),
);

export const capabilities: readonly string[] = Object.keys(coreContract);

/** Why a method of the contract, or its whole capability, is not offered, or null. */
export function reasonNotOffered(capability: string, name: string): string | null {
  const key = [`${capability}.${name}`, capability].find((one) => Object.hasOwn(notOffered, one));
  return key === undefined ? null : (notOffered[key] ?? null);
}

/** Whether a method sets a secret that it can also forget. */
export function forgets(capability: string, name: string): boolean {
  return capability === 'presets' && name === 'setSecret';
}

/** Whether a method may take what cannot be brought back, so that the command line asks before it. */
export function asksFirst(capability: string, name: string): boolean {
  return capability === 'cleanup' && name === 'run';
}
