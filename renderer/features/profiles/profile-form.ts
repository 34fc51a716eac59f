import { type AuthMethod, type Profile, type ProfileDraft, profileDraft } from '../../../main/contract/profiles.ts';
import type { SshCommand } from './parse-ssh-command.ts';

/** The form as typed: text everywhere, so that nothing is lost while it is still wrong. */
export interface ProfileForm {
  readonly name: string;
  readonly address: string;
  readonly port: string;
  readonly user: string;
  readonly authMethod: AuthMethod;
  readonly keyPath: string;
  readonly portFirst: string;
  readonly portLast: string;
  /** One folder per line. */
  readonly repositoryRoots: string;
}

export type ProfileField = keyof ProfileForm;
export type FieldErrors = Partial<Record<ProfileField, string>>;

/** A new form, holding the contract's own defaults. */
export function emptyForm(): ProfileForm {
  const defaults = profileDraft.parse({ name: '-', address: 'a', user: 'a' });
  return { ...formOf({ ...defaults, id: 'new' }), name: '', address: '', user: '' };
}

/** The form that edits a saved profile. */
export function formOf(profile: Profile): ProfileForm {
  const { name, address, user, authMethod } = profile;
  return {
    name,
    address,
    user,
    authMethod,
    port: String(profile.port),
    keyPath: profile.keyPath ?? '',
    portFirst: String(profile.portFirst),
    portLast: String(profile.portLast),
    repositoryRoots: profile.repositoryRoots.join('\n'),
  };
}

/** Puts a pasted ssh command into the form; a key path chooses the key method. */
export function fillFrom(form: ProfileForm, command: SshCommand): ProfileForm {
  return {
    ...form,
    address: command.address,
    name: form.name === '' ? command.address : form.name,
    user: command.user ?? form.user,
    port: command.port ?? form.port,
    authMethod: command.keyPath === null ? form.authMethod : 'key',
    keyPath: command.keyPath ?? form.keyPath,
  };
}

/** Checks the form by the contract's own schema; errors carry its sentences, first one per field. */
export function checkForm(
  form: ProfileForm,
): { readonly ok: true; readonly draft: ProfileDraft } | { readonly ok: false; readonly errors: FieldErrors } {
  const result = profileDraft.safeParse({
    name: form.name.trim() === '' ? form.address : form.name,
    address: form.address,
    port: form.port.trim() === '' ? undefined : form.port,
    user: form.user,
    authMethod: form.authMethod,
    keyPath: form.authMethod === 'key' && form.keyPath.trim() !== '' ? form.keyPath : null,
    portFirst: form.portFirst,
    portLast: form.portLast,
    repositoryRoots: form.repositoryRoots
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  });
  if (result.success) return { ok: true, draft: result.data };
  const errors: FieldErrors = {};
  for (const issue of result.error.issues) {
    const field = issue.path[0] as ProfileField;
    errors[field] ??= issue.message;
  }
  // An empty name stands for the address, so a wrong address is told once, at the address.
  if (form.name.trim() === '') delete errors.name;
  return { ok: false, errors };
}
