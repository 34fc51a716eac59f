import { z } from 'zod';
import { call } from './define.ts';
import { variableName, variableValue } from './instance-settings.ts';
import { importReport } from './profile-exchange.ts';
import { agentKind } from './session-words.ts';

const line = (field: string, most: number) =>
  z
    .string()
    .max(most, `${field} is longer than ${most} characters`)
    .refine(
      (text) => !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text),
      `${field} must be one line without control characters`,
    );

const memoryBytes = (field: string) =>
  z
    .number()
    .int(`${field} must be a whole number of bytes`)
    .min(67_108_864, `${field} must be at least 64 MB`)
    .max(1_099_511_627_776, `${field} must be at most 1 TB`);

export const presetId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

/** What can be said of a preset. */
export const presetDraft = z.object({
  name: line('Name', 60).trim().min(1, 'Name must not be empty'),
  agent: agentKind.default('other'),
  /** The program and its arguments; looked for as the login shell on the host would. Null is the login shell itself. */
  command: z
    .array(line('Command', 4096))
    .min(1, 'Command must not be empty')
    .max(64, 'Command has more than 64 words')
    .refine(([program = '']) => program.trim() !== '' && !program.startsWith('-'), 'Command must begin with a program')
    .nullable()
    .default(null),
  /** Put before the model's name, such as `--model`; null where the program takes none. */
  modelArgument: line('Model argument', 100).nullable().default(null),
  models: z.array(line('Model', 200).min(1, 'Model must not be empty')).max(50, 'At most 50 models').default([]),
  /** The model that is chosen at first; null leaves it to the program. */
  model: line('Model', 200).nullable().default(null),
  /** Arguments that take up the last conversation of the folder; empty where the program cannot. */
  resumeArguments: z.array(line('Resume arguments', 4096)).max(16, 'At most 16 resume arguments').default([]),
  /** Further environment variables; none of them is a secret. */
  environment: z.record(variableName, variableValue).default({}),
  /** Names of variables whose values are remembered as secrets, and asked for where they are not. */
  secretNames: z.array(variableName).max(16, 'At most 16 secrets').default([]),
  /** No more memory than this, where the host can hold it; null is no limit. */
  memoryLimitBytes: memoryBytes('Memory limit').nullable().default(null),
  /** What one usually takes, for the host's budget. */
  expectedMemoryBytes: memoryBytes('Expected memory').default(402_653_184),
});
export type PresetDraft = z.output<typeof presetDraft>;

/** One way to start an agent. */
export const preset = presetDraft.extend({
  id: presetId,
  /** Berth brought it, and it is as it was brought. */
  isAsShipped: z.boolean(),
  /** Berth brought it; removing it hides it, and `reset` brings it back. */
  isShipped: z.boolean(),
  /** The names among `secretNames` whose values are known here, so that nobody needs to be asked. */
  knownSecretNames: z.array(z.string()),
});
export type Preset = z.output<typeof preset>;

const presetReference = z.string().min(1).max(120);

/** The presets of this computer. No method ever answers a secret. */
export const presets = {
  list: call('Lists the presets that agents are started from.', z.object({}), z.array(preset).max(200), [
    'store-unreadable',
  ]),
  save: call(
    'Saves a preset: a new one, or in place of the one that is named.',
    z.object({ preset: presetReference.nullable().default(null), draft: presetDraft }),
    preset,
    ['invalid-input', 'preset-not-found', 'preset-exists', 'store-unreadable'],
  ),
  remove: call(
    'Removes a preset; sessions that it started go on.',
    z.object({ preset: presetReference }),
    z.object({}),
    ['preset-not-found', 'store-unreadable'],
  ),
  reset: call(
    'Brings back the presets that Berth ships, as they were; those of the user stay.',
    z.object({}),
    z.array(preset).max(200),
    ['store-unreadable'],
  ),
  export: call(
    'Tells presets as a document for another computer or person; there is no secret in it.',
    z.object({ presets: z.array(presetReference).max(200).nullable().default(null) }),
    z.object({ document: z.string(), count: z.number().int() }),
    ['preset-not-found', 'store-unreadable'],
  ),
  import: call(
    'Saves the presets of an exported document; those that are there already are left as they are.',
    z.object({ document: z.string().min(1).max(1_048_576) }),
    importReport.extend({ added: z.array(preset) }),
    ['invalid-input', 'store-unreadable'],
  ),
  setSecret: call(
    'Remembers the value of a secret variable of a preset in the system’s keychain, or forgets it.',
    z.object({
      preset: presetReference,
      name: variableName,
      /** Null forgets it. */
      value: z.string().min(1).max(4096).nullable(),
      /** False: only for as long as Berth runs. */
      isRemembered: z.boolean().default(true),
    }),
    preset,
    ['invalid-input', 'preset-not-found', 'unavailable', 'store-unreadable'],
  ),
} as const;
