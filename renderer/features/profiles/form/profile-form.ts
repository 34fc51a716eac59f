import {
  type AuthMethod,
  type Profile,
  type ProfileColor,
  type ProfileDraft,
  profileDraft,
} from '../../../../main/contract/profiles.ts';
import { type AgentKind, agentKindOf, agentPathOf } from './agent-choice.ts';
import type { SshCommand } from './parse-ssh-command.ts';

/** The form as typed: text everywhere, so that nothing is lost while it is still wrong. */
export interface ProfileForm {
  readonly name: string;
  readonly address: string;
  readonly port: string;
  readonly user: string;
  readonly authMethod: AuthMethod;
  readonly keyPath: string;
  readonly agentKind: AgentKind;
  readonly agentPath: string;
  /** The key of the agent that is offered first. */
  readonly agentKeyPath: string;
  readonly isAgentForwarded: boolean;
  /** Empty is the straight way. */
  readonly jumpProfileId: string;
  /** The name in `~/.ssh/config` that is followed; null is an independent profile. */
  readonly sshConfigHost: string | null;
  /** Whether the followed file names the key; else it is typed here. */
  readonly isKeyFromFile: boolean;
  readonly color: ProfileColor;
  readonly tags: readonly string[];
  /** A tag that was typed and not ended with Enter or a comma. */
  readonly tagText: string;
  readonly portFirst: string;
  readonly portLast: string;
  /** One folder per line. */
  readonly repositoryRoots: string;
  readonly searchDepth: string;
}

export type ProfileField = keyof ProfileForm;
export type FieldErrors = Partial<Record<ProfileField, string>>;
/** Fields that are typed into. */
export type TextField = { [F in ProfileField]: ProfileForm[F] extends string ? F : never }[ProfileField];

/** A new form, holding the contract's own defaults. */
export function emptyForm(): ProfileForm {
  const defaults = profileDraft.parse({ name: '-', address: 'a', user: 'a' });
  return { ...formOf({ ...defaults, id: 'new' }), name: '', address: '', user: '' };
}

/** The form that edits a saved profile. */
export function formOf(profile: Profile): ProfileForm {
  const { name, address, user, authMethod, keyPath, agentPath, isAgentForwarded, sshConfigHost, color, tags } = profile;
  const agentKind = agentKindOf(agentPath);
  return {
    name,
    address,
    user,
    authMethod,
    isAgentForwarded,
    sshConfigHost,
    color,
    tags,
    agentKind,
    isKeyFromFile: sshConfigHost !== null && keyPath !== null,
    port: String(profile.port),
    keyPath: authMethod === 'key' ? (keyPath ?? '') : '',
    agentKeyPath: authMethod === 'agent' ? (keyPath ?? '') : '',
    agentPath: agentKind === 'path' ? (agentPath ?? '') : '',
    jumpProfileId: profile.jumpProfileId ?? '',
    tagText: '',
    portFirst: String(profile.portFirst),
    portLast: String(profile.portLast),
    repositoryRoots: profile.repositoryRoots.join('\n'),
    searchDepth: String(profile.searchDepth),
  };
}

/** Puts a pasted ssh command into the form; a key path chooses the key method, a server on the way the way. */
export function fillFrom(form: ProfileForm, command: SshCommand, jumpProfileId: string | null): ProfileForm {
  return {
    ...form,
    address: command.address,
    name: form.name === '' || form.name === form.address ? command.address : form.name,
    user: command.user ?? form.user,
    port: command.port ?? form.port,
    authMethod: command.keyPath === null ? form.authMethod : 'key',
    keyPath: command.keyPath ?? form.keyPath,
    jumpProfileId: jumpProfileId ?? form.jumpProfileId,
    isAgentForwarded: command.isAgentForwarded || form.isAgentForwarded,
  };
}

/** Adds what is typed to the tags; a tag that is there already is not added twice. */
export function withTags(tags: readonly string[], text: string): readonly string[] {
  const typed = text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
  return [...new Set([...tags, ...typed])];
}

/** Why a key file cannot be found by what is typed: where Berth was started says nothing about where it lies. */
export function partialPathError(path: string): string | null {
  if (path === '' || /^(?:\/|~[\\/]|[A-Za-z]:[\\/]|\\\\)/.test(path)) return null;
  return `Tell the whole path, for example ~/.ssh/${path.split(/[\\/]/).pop()}`;
}

const ownKeyPath = (form: ProfileForm) => ({ key: form.keyPath, agent: form.agentKeyPath })[String(form.authMethod)];

/**
 * Checks the form by the contract's own schema; errors carry its sentences, first one per field. `platform` is the
 * browser's word for this machine.
 */
export function checkForm(
  form: ProfileForm,
  platform: string,
): { readonly ok: true; readonly draft: ProfileDraft } | { readonly ok: false; readonly errors: FieldErrors } {
  const keyPath = ownKeyPath(form)?.trim() ?? '';
  const result = profileDraft.safeParse({
    name: form.name.trim() === '' ? form.address : form.name,
    address: form.address,
    port: form.port.trim() === '' ? undefined : form.port,
    user: form.user,
    authMethod: form.authMethod,
    keyPath: keyPath === '' ? null : keyPath,
    agentPath: agentPathOf(form.agentKind, form.agentPath, platform),
    isAgentForwarded: form.isAgentForwarded,
    jumpProfileId: form.jumpProfileId === '' ? null : form.jumpProfileId,
    sshConfigHost: form.sshConfigHost,
    color: form.color,
    tags: withTags(form.tags, form.tagText),
    portFirst: form.portFirst,
    portLast: form.portLast,
    // An empty text would count as 0, which is a depth of its own.
    searchDepth: form.searchDepth.trim() === '' ? undefined : form.searchDepth,
    repositoryRoots: form.repositoryRoots
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  });
  const wrongKey = form.authMethod === 'key' ? partialPathError(keyPath) : null;
  if (result.success && wrongKey === null) return { ok: true, draft: result.data };
  const errors: FieldErrors = wrongKey === null ? {} : { keyPath: wrongKey };
  for (const issue of result.error?.issues ?? []) {
    const path = issue.path[0] as ProfileField;
    const field = path === 'keyPath' && form.authMethod === 'agent' ? 'agentKeyPath' : path;
    errors[field] ??= issue.message;
  }
  // An empty name stands for the address, so a wrong address is told once, at the address.
  if (form.name.trim() === '') delete errors.name;
  return { ok: false, errors };
}
