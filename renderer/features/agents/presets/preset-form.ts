import { type Preset, type PresetDraft, presetDraft } from '../../../../main/contract/presets.ts';
import type { AgentKind } from '../../../../main/contract/session-words.ts';
import { splitWords } from '../../../lib/split-words.ts';

/** A preset as it is typed. */
export interface PresetForm {
  readonly name: string;
  readonly agent: AgentKind;
  /** A command line; empty is the login shell. */
  readonly command: string;
  readonly modelArgument: string;
  /** One per line. */
  readonly models: string;
  readonly model: string;
  readonly resumeArguments: string;
  /** `NAME=value`, one per line. */
  readonly environment: string;
  /** Names, one per line. */
  readonly secretNames: string;
  /** Megabytes; empty is no limit. */
  readonly memoryLimit: string;
  readonly expectedMemory: string;
}

export type PresetErrors = Partial<Record<keyof PresetForm, string>>;

const mebi = 1_048_576;

/** A word as a command line shows it, in quotes where it needs them. */
function quoted(word: string): string {
  if (/^[^\s"'\\]+$/.test(word)) return word;
  return word.includes("'") ? `"${word.replaceAll(/["\\]/g, '\\$&')}"` : `'${word}'`;
}

/** Words as one command line, which `splitWords` takes apart again. */
export function joinWords(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

/** The form of a preset, or of a new one. */
export function presetForm(preset: Preset | null): PresetForm {
  const draft = preset ?? presetDraft.parse({ name: 'new' });
  return {
    name: preset === null ? '' : draft.name,
    agent: draft.agent,
    command: draft.command === null ? '' : joinWords(draft.command),
    modelArgument: draft.modelArgument ?? '',
    models: draft.models.join('\n'),
    model: draft.model ?? '',
    resumeArguments: joinWords(draft.resumeArguments),
    environment: Object.entries(draft.environment)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
    secretNames: draft.secretNames.join('\n'),
    memoryLimit: draft.memoryLimitBytes === null ? '' : String(Math.round(draft.memoryLimitBytes / mebi)),
    expectedMemory: String(Math.round(draft.expectedMemoryBytes / mebi)),
  };
}

/** What is typed as a preset, or what is wrong with it by field. */
export function checkPreset(
  form: PresetForm,
): { readonly ok: true; readonly draft: PresetDraft } | { readonly ok: false; readonly errors: PresetErrors } {
  const command = splitWords(form.command);
  const lines = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
  const variables = lines(form.environment).map((line) => line.split(/=(.*)/s));
  if (variables.some((parts) => parts.length < 2)) {
    return { ok: false, errors: { environment: 'Each line must be a name, =, and a value' } };
  }
  const megabytes = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) * mebi : Number.NaN);
  const checked = presetDraft.safeParse({
    name: form.name,
    agent: form.agent,
    command: command.length === 0 ? null : command,
    modelArgument: form.modelArgument.trim() || null,
    models: lines(form.models),
    model: form.model.trim() || null,
    resumeArguments: splitWords(form.resumeArguments),
    environment: Object.fromEntries(variables.map(([name = '', value = '']) => [name.trim(), value])),
    secretNames: lines(form.secretNames),
    memoryLimitBytes: form.memoryLimit.trim() === '' ? null : megabytes(form.memoryLimit),
    expectedMemoryBytes: megabytes(form.expectedMemory),
  });
  if (checked.success) return { ok: true, draft: checked.data };
  const errors: Record<string, string> = {};
  for (const { path, message } of checked.error.issues) {
    const field = fieldOf[String(path[0])] ?? String(path[0]);
    errors[field] ??= message.startsWith('Invalid input') ? 'Must be a whole number of megabytes' : message;
  }
  return { ok: false, errors };
}

const fieldOf: Readonly<Record<string, keyof PresetForm>> = {
  memoryLimitBytes: 'memoryLimit',
  expectedMemoryBytes: 'expectedMemory',
};

/** The name of a copy: one that no preset has. */
export function copyName(name: string, presets: readonly Pick<Preset, 'name'>[]): string {
  const taken = new Set(presets.map((preset) => preset.name.toLowerCase()));
  let number = 2;
  while (taken.has(`${name} ${number}`.toLowerCase())) number += 1;
  return `${name} ${number}`;
}
