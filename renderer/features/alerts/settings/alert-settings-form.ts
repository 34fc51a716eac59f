import { type AlertKind, type AlertSettings, alertKind, alertSettings } from '../../../../main/contract/alerts.ts';

/** One rule as typed; the figures are empty where the kind has none. */
export interface RuleForm {
  readonly isEnabled: boolean;
  /** Percent. */
  readonly raised: string;
  readonly cleared: string;
  readonly minutes: string;
}

/** How long notices are muted from now on; `kept` leaves it as it is. */
export type MuteChoice = 'off' | 'kept' | '1' | '8' | '24' | '168';

export interface AlertSettingsForm {
  readonly rules: Readonly<Record<AlertKind, RuleForm>>;
  readonly webhookUrl: string;
  readonly ntfyUrl: string;
  readonly mute: MuteChoice;
  readonly suspendsUnderPressure: boolean;
}

/** Kinds that a figure decides. */
export const measuredKinds = ['cpu', 'memory', 'disk'] as const;
/** Those that are or are not. */
export const plainKinds = alertKind.options.filter((kind) => kind !== 'cpu' && kind !== 'memory' && kind !== 'disk');

/** What is wrong, by kind of alert or by address. */
export type AlertSettingsErrors = Partial<Record<AlertKind | 'webhookUrl' | 'ntfyUrl', string>>;

const hourMs = 3_600_000;
const percentOf = (share: number | null) => (share === null ? '' : String(Math.round(share * 1000) / 10));

/** Whether notices are muted at a moment of the host's clock. */
export function isMuted({ mutedUntilMs }: Pick<AlertSettings, 'mutedUntilMs'>, nowMs: number): boolean {
  return mutedUntilMs !== null && mutedUntilMs > nowMs;
}

/** The form of saved settings. */
export function alertSettingsForm(settings: AlertSettings, nowMs: number): AlertSettingsForm {
  const { rules, delivery, suspendsUnderPressure } = settings;
  const forms = alertKind.options.map((kind) => {
    const { isEnabled, raisedAboveShare, clearedBelowShare, durationSeconds } = rules[kind];
    const form: RuleForm = {
      isEnabled,
      raised: percentOf(raisedAboveShare),
      cleared: percentOf(clearedBelowShare),
      minutes: String(Math.round((durationSeconds / 60) * 10) / 10),
    };
    return [kind, form] as const;
  });
  return {
    rules: Object.fromEntries(forms) as Record<AlertKind, RuleForm>,
    webhookUrl: delivery.webhookUrl ?? '',
    ntfyUrl: delivery.ntfyUrl ?? '',
    mute: isMuted(settings, nowMs) ? 'kept' : 'off',
    suspendsUnderPressure,
  };
}

type Checked =
  | { readonly ok: true; readonly settings: AlertSettings }
  | { readonly ok: false; readonly errors: AlertSettingsErrors };

const numberOf = (typed: string) => (typed.trim() === '' ? Number.NaN : Number(typed.trim().replace(',', '.')));

/** Checks the form by the contract's own schema; what it has no field for stays as it was saved. */
export function checkAlertSettings(form: AlertSettingsForm, saved: AlertSettings, nowMs: number): Checked {
  const errors: AlertSettingsErrors = {};
  const rules = alertKind.options.map((kind) => {
    const { isEnabled, raised, cleared, minutes } = form.rules[kind];
    if (!measuredKinds.some((measured) => measured === kind))
      return [kind, { ...saved.rules[kind], isEnabled }] as const;
    const figures = [raised, cleared, minutes].map(numberOf);
    if (figures.some(Number.isNaN)) errors[kind] = 'Fill in all three as numbers';
    const [raisedPercent = 0, clearedPercent = 0, durationMinutes = 0] = figures;
    const durationSeconds = Math.round(durationMinutes * 60);
    return [
      kind,
      { isEnabled, raisedAboveShare: raisedPercent / 100, clearedBelowShare: clearedPercent / 100, durationSeconds },
    ] as const;
  });
  const kept = form.mute === 'kept' ? saved.mutedUntilMs : null;
  const hours = Number(form.mute);
  const checked = alertSettings.safeParse({
    rules: Object.fromEntries(rules),
    delivery: { webhookUrl: form.webhookUrl.trim() || null, ntfyUrl: form.ntfyUrl.trim() || null },
    mutedUntilMs: Number.isNaN(hours) ? kept : nowMs + hours * hourMs,
    suspendsUnderPressure: form.suspendsUnderPressure,
  });
  for (const { path, message } of checked.error?.issues ?? []) {
    const field = path[1] as keyof AlertSettingsErrors;
    errors[field] ??= message;
  }
  return checked.success && Object.keys(errors).length === 0
    ? { ok: true, settings: checked.data }
    : { ok: false, errors };
}
