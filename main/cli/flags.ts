import { z } from 'zod';

/** One flag of a method, made from one field of its input. */
export interface Flag {
  /** Without the dashes: `auth-method`. */
  readonly name: string;
  /** Where the value goes in the input: `['draft', 'authMethod']`. */
  readonly path: readonly string[];
  readonly type: 'string' | 'number' | 'boolean';
  /** May be given several times. */
  readonly isList: boolean;
  /** A list of `NAME=VALUE` that becomes an object. */
  readonly isRecord: boolean;
  /** A word that becomes an object of that kind. */
  readonly isKind: boolean;
  /** A process as `PID:TICKS`, or `PID:TICKS:USER:NAME` where it is not Berth's, that becomes an object. */
  readonly isProcess: boolean;
  readonly isRequired: boolean;
  /** Its object may be left out as a whole, and is when no flag of it is given. */
  readonly isOfOptional: boolean;
  readonly choices: readonly string[] | null;
  readonly defaultValue: unknown;
}

type Schema = z.core.JSONSchema.BaseSchema;

/** `startAll` as people type it: `start-all`. */
export const kebabCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** A field tells a state, `isFollowed`; a flag says what to do, `--follow`. */
const commands: Readonly<Record<string, string>> = {
  isFollowed: 'follow',
  isForced: 'force',
  isPrevious: 'previous',
  isLive: 'live',
  isAgentForwarded: 'forward-agent',
  hasProcesses: 'processes',
  isSubmitted: 'submit',
  isControlling: 'control',
  hasColours: 'colours',
  isWorktreeRemoved: 'remove-worktree',
  isInstalled: 'installed',
};
const flagName = (key: string) => (Object.hasOwn(commands, key) ? (commands[key] ?? key) : kebabCase(key));
const asSchema = (schema: Schema | boolean | undefined): Schema => (typeof schema === 'object' ? schema : {});

/** The one schema a nullable field has besides null. */
function withoutNull(schema: Schema): Schema {
  const [only, ...others] = schema.anyOf?.map(asSchema).filter(({ type }) => type !== 'null') ?? [];
  return only !== undefined && others.length === 0 ? { ...schema, ...only } : schema;
}

function flagType(type: Schema['type']): Flag['type'] {
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'boolean' ? 'boolean' : 'string';
}

/**
 * The kinds that need nothing besides their name, of a field that is one of several kinds of objects; null for any other
 * field. What needs more is a login: the others on a machine can read a command line.
 */
function plainKinds(field: Schema): string[] | null {
  const kinds = field.oneOf?.map(asSchema);
  if (kinds === undefined || kinds.some(({ properties }) => properties?.kind === undefined)) return null;
  const plain = kinds.filter(({ required }) => required?.every((key) => key === 'kind'));
  return plain.map(({ properties }) => String(asSchema(properties?.kind).const));
}

function flagsOfObject(schema: Schema, path: readonly string[], isOfOptional = false): Flag[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const field = withoutNull(asSchema(value));
    const own = [...path, key];
    const isRecord = field.type === 'object' && field.properties === undefined;
    if (field.type === 'object' && !isRecord) return flagsOfObject(field, own, field.default !== undefined);
    const isList = field.type === 'array';
    const kinds = plainKinds(field);
    const item = isList ? asSchema(Array.isArray(field.items) ? field.items[0] : field.items) : field;
    return {
      name: flagName(key),
      path: own,
      type: flagType(item.type),
      isList: isList || isRecord,
      isRecord,
      isKind: kinds !== null,
      isProcess: item.properties?.startTicks !== undefined,
      isRequired: required.has(key) && !isOfOptional,
      isOfOptional,
      choices: kinds ?? item.enum?.map(String) ?? null,
      defaultValue: (kinds === null ? field.default : (field.default as { kind?: string } | undefined)?.kind) ?? null,
    };
  });
}

/** The flags of a method's input; nested objects are flattened. */
export function flagsOf(input: z.ZodType): Flag[] {
  return flagsOfObject(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }), []);
}

export type FlagValue = string | boolean | (string | boolean)[];

/** Text that is no number goes on as it is, so that the contract's own sentence about it is heard. */
function convert({ type }: Flag, value: string | boolean): unknown {
  return type === 'number' && typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

/** `NAME=VALUE` as name and value. */
function asPair(text: string | boolean): readonly [string, string] {
  const [name = '', ...rest] = String(text).split('=');
  return [name, rest.join('=')];
}

/** A user's name holds no colon; what is behind it belongs to the name. */
const processForm = /^(\d+):(\d+)(?::([^:]+):(.+))?$/;

/** `PID:TICKS:USER:NAME` as the contract has it. */
function asProcess(text: string | boolean): unknown {
  const [, pid, startTicks, user, name] = processForm.exec(String(text)) ?? [];
  const foreign = user === undefined ? null : { user, name };
  return { pid: Number(pid), startTicks: Number(startTicks), foreign };
}

/** How a value of several parts has to look, and that in words; null for a flag whose values the contract checks. */
export function formOf({ isRecord, isProcess }: Flag): { readonly pattern: RegExp; readonly words: string } | null {
  if (isRecord) return { pattern: /^[^=]+=/, words: 'NAME=VALUE' };
  return isProcess ? { pattern: processForm, words: 'PID:TICKS[:USER:NAME]' } : null;
}

function fieldValue(flag: Flag, value: FlagValue): unknown {
  if (flag.isKind) return { kind: value };
  if (flag.isProcess) return [value].flat().map(asProcess);
  if (!Array.isArray(value)) return convert(flag, value);
  return flag.isRecord ? Object.fromEntries(value.map(asPair)) : value.map((item) => convert(flag, item));
}

/** Puts the given flags where the input has them. Objects that flags belong to are always there. */
export function inputFromFlags(
  flags: readonly Flag[],
  values: Readonly<Record<string, FlagValue | undefined>>,
): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const flag of flags) {
    const value = values[flag.name];
    if (value === undefined && flag.isOfOptional) continue;
    let place = input;
    for (const key of flag.path.slice(0, -1)) {
      place[key] ??= {};
      place = place[key] as Record<string, unknown>;
    }
    if (value === undefined) continue;
    place[flag.path.at(-1) ?? ''] = fieldValue(flag, value);
  }
  return input;
}
