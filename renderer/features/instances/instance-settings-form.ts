import { type InstanceSettings, instanceSettings } from '../../../main/contract/instances.ts';
import { type ArgumentRow, argumentKindOf, argumentOf, argumentRow } from './argument-choices.ts';

/** A variable as it is being typed. */
export interface VariableRow {
  readonly name: string;
  readonly value: string;
}

/** The settings as typed: text everywhere, so that nothing is lost while it is still wrong. */
export interface InstanceSettingsForm {
  /** Empty is no limit. */
  readonly memoryLimit: string;
  readonly memoryUnit: 'MB' | 'GB';
  readonly idleChoice: 'host' | 'never' | 'minutes';
  readonly idleMinutes: string;
  readonly extraArguments: readonly ArgumentRow[];
  readonly variables: readonly VariableRow[];
}

/** Errors by field; those of a row are called `argument-0` and `variable-0`. */
export type InstanceSettingsErrors = Readonly<Record<string, string>>;

const mebi = 1024 ** 2;
const gibi = 1024 ** 3;

/** The form of saved settings. */
export function instanceSettingsForm({
  memoryLimitBytes,
  idleMinutes,
  extraArguments,
  environment,
}: InstanceSettings): InstanceSettingsForm {
  const isWholeGibi = memoryLimitBytes !== null && memoryLimitBytes % (gibi / 4) === 0 && memoryLimitBytes >= gibi;
  return {
    memoryLimit: memoryLimitBytes === null ? '' : String(memoryLimitBytes / (isWholeGibi ? gibi : mebi)),
    memoryUnit: isWholeGibi || memoryLimitBytes === null ? 'GB' : 'MB',
    idleChoice: idleMinutes === null ? 'host' : idleMinutes === 0 ? 'never' : 'minutes',
    idleMinutes: String(idleMinutes || 30),
    extraArguments: extraArguments.map(argumentRow),
    variables: Object.entries(environment).map(([name, value]) => ({ name, value })),
  };
}

type Checked =
  | { readonly ok: true; readonly settings: InstanceSettings }
  | { readonly ok: false; readonly errors: InstanceSettingsErrors };

/** Checks the form by the contract's own schema. A row of which nothing was typed is left out. */
export function checkInstanceSettings(form: InstanceSettingsForm): Checked {
  const errors: Record<string, string> = {};
  const environment: Record<string, string> = {};
  form.variables.forEach(({ name, value }, index) => {
    if (name === '' && value === '') return;
    if (Object.hasOwn(environment, name)) errors[`variable-${index}`] = `${name} is there twice`;
    environment[name] = value;
  });
  const checked = instanceSettings.safeParse({
    memoryLimitBytes: memoryLimitOf(form),
    idleMinutes: form.idleChoice === 'host' ? null : form.idleChoice === 'never' ? 0 : numberOf(form.idleMinutes),
    extraArguments: form.extraArguments.map(argumentOf),
    environment,
  });
  for (const issue of checked.error?.issues ?? []) {
    const field = fieldOf(issue.path, form);
    // What is wrong with a record's key is an issue of the key, inside that of the record.
    const { message } = (issue.code === 'invalid_key' ? issue.issues[0] : null) ?? issue;
    errors[field] ??= plainer(field, form) ?? message;
  }
  if (form.idleChoice === 'minutes' && numberOf(form.idleMinutes) === 0) errors.idleMinutes = 'For 0 choose “Never”';
  if (!checked.success || Object.keys(errors).length > 0) return { ok: false, errors };
  return { ok: true, settings: checked.data };
}

const numberOf = (text: string) => (text.trim() === '' ? Number.NaN : Number(text.trim().replace(',', '.')));

function memoryLimitOf({ memoryLimit, memoryUnit }: InstanceSettingsForm): number | null {
  if (memoryLimit.trim() === '') return null;
  return Math.round(numberOf(memoryLimit) * (memoryUnit === 'GB' ? gibi : mebi));
}

function fieldOf([field, part]: readonly PropertyKey[], { variables }: InstanceSettingsForm): string {
  if (field === 'memoryLimitBytes') return 'memoryLimit';
  if (field === 'extraArguments') return typeof part === 'number' ? `argument-${part}` : 'extraArguments';
  if (field === 'environment') return `variable-${variables.findLastIndex(({ name }) => name === part)}`;
  return 'idleMinutes';
}

/** Where the contract's sentence speaks of what nobody typed: a number of bytes, or the list of all arguments. */
function plainer(field: string, form: InstanceSettingsForm): string | null {
  if (field === 'memoryLimit' && Number.isNaN(memoryLimitOf(form))) return 'Memory limit must be a number';
  if (field === 'idleMinutes' && Number.isNaN(numberOf(form.idleMinutes))) return 'Idle minutes must be a number';
  const row = field.startsWith('argument-') ? form.extraArguments[Number(field.slice('argument-'.length))] : undefined;
  const example = row === undefined ? null : (argumentKindOf(row.flag)?.example ?? null);
  return row === undefined || example === null ? null : `Not a value of ${row.flag}; it looks like ${example}`;
}
