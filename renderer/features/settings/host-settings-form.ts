import { type HostSettings, hostSettings } from '../../../main/contract/hosts.ts';

/** The settings as typed. */
export interface HostSettingsForm {
  readonly sleepChoice: 'never' | 'minutes';
  readonly idleMinutes: string;
  readonly nginxKind: HostSettings['nginxKind'];
  /** Empty is the default server's. */
  readonly nginxSite: string;
}

export type HostSettingsErrors = Partial<Record<'idleMinutes' | 'nginxSite', string>>;

/** The form of saved settings. */
export function hostSettingsForm({ idleMinutes, nginxKind, nginxSite }: HostSettings): HostSettingsForm {
  return {
    sleepChoice: idleMinutes === 0 ? 'never' : 'minutes',
    idleMinutes: String(idleMinutes || 30),
    nginxKind,
    nginxSite: nginxSite ?? '',
  };
}

type Checked =
  | { readonly ok: true; readonly settings: HostSettings }
  | { readonly ok: false; readonly errors: HostSettingsErrors };

/** Checks the form by the contract's own schema. */
export function checkHostSettings(form: HostSettingsForm): Checked {
  const typed = form.idleMinutes.trim();
  const minutes = typed === '' ? Number.NaN : Number(typed);
  const site = form.nginxSite.trim();
  const checked = hostSettings.safeParse({
    idleMinutes: form.sleepChoice === 'never' ? 0 : minutes,
    nginxKind: form.nginxKind,
    nginxSite: form.nginxKind === 'own' || site === '' ? null : site,
  });
  const errors: HostSettingsErrors = {};
  for (const { path, message } of checked.error?.issues ?? []) {
    const field = path[0] === 'nginxSite' ? 'nginxSite' : 'idleMinutes';
    errors[field] ??= field === 'idleMinutes' && Number.isNaN(minutes) ? 'Idle minutes must be a number' : message;
  }
  if (form.sleepChoice === 'minutes' && minutes === 0) errors.idleMinutes = 'For 0 choose “Never”';
  return checked.success && Object.keys(errors).length === 0
    ? { ok: true, settings: checked.data }
    : { ok: false, errors };
}
