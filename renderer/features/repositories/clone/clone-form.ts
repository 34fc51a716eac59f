import type { z } from 'zod';
import { type RunningClone, repositories } from '../../../../main/contract/repositories.ts';
import { proposedPath } from '../add/folder-proposal.ts';
import { overSsh, readCloneAddress, transportOf } from './clone-url.ts';

/** With what the host shows itself to where it clones from. */
export type CloneLoginKind = 'host' | 'token' | 'deploy-key';

/** What is typed about a clone; it stays until the dialog is closed, whatever fails. */
export interface CloneForm {
  readonly address: string;
  readonly path: string;
  /** Whether the folder was typed; else it follows the address. */
  readonly isPathOwn: boolean;
  readonly login: CloneLoginKind;
  readonly user: string;
  readonly token: string;
}

export type CloneErrors = Partial<Record<'url' | 'path' | 'token', string>>;
export type CloneInput = z.input<typeof repositories.clone.input>;

/** An empty form; `root` is the folder that new repositories go to. */
export function emptyCloneForm(root: string): CloneForm {
  return { address: '', path: proposedPath(root, ''), isPathOwn: false, login: 'host', user: '', token: '' };
}

/** The form of a clone that was begun elsewhere; its token is not told. */
export function formOf({ url, path, login }: RunningClone): CloneForm {
  return { address: url, path, isPathOwn: true, login, user: '', token: '' };
}

/**
 * Takes what was typed or pasted. A login that stands in an address moves to its own fields, and the folder follows the
 * address until somebody types another one.
 */
export function changeCloneForm(form: CloneForm, part: Partial<CloneForm>, root: string): CloneForm {
  const typed = { ...form, ...part, isPathOwn: form.isPathOwn || part.path !== undefined };
  if (part.address === undefined) return typed;
  const { url, name, user, token } = readCloneAddress(part.address);
  const path = typed.isPathOwn ? typed.path : proposedPath(root, name);
  if (token !== '') return { ...typed, path, address: url, login: 'token', user, token };
  const isCommand = /\s/.test(part.address.trim()) && url !== '';
  const login = typed.login === 'token' && transportOf(url) !== 'https' ? 'host' : typed.login;
  return { ...typed, path, login, address: isCommand ? url : part.address };
}

/** The name of the folder that a clone goes to. */
export function folderName({ path }: Pick<CloneForm, 'path'>): string {
  return path.trim().replace(/\/+$/, '').split('/').pop() || path;
}

/** The address that git is given: a deploy key only helps over SSH. */
export function urlOf({ address, login }: Pick<CloneForm, 'address' | 'login'>): string {
  const { url } = readCloneAddress(address);
  return login === 'deploy-key' ? overSsh(url) : url;
}

function loginOf({ login, user, token }: CloneForm): CloneInput['login'] {
  // Forges ask for some name beside a token; most take any.
  if (login === 'token') return { kind: 'token', user: user.trim() || 'git', token: token.trim() };
  return { kind: login };
}

/** Checks the form by the contract's own schema; errors carry its sentences, the first one per field. */
export function checkCloneForm(
  profileId: string,
  form: CloneForm,
  trustedFingerprint: string | null,
): { readonly ok: true; readonly input: CloneInput } | { readonly ok: false; readonly errors: CloneErrors } {
  if (form.login === 'token' && form.token.trim() === '') {
    return { ok: false, errors: { token: 'Token must not be empty' } };
  }
  const input: CloneInput = {
    profile: profileId,
    url: urlOf(form),
    path: form.path.trim(),
    login: loginOf(form),
    trustedFingerprint,
  };
  const result = repositories.clone.input.safeParse(input);
  if (result.success) return { ok: true, input };
  const errors: CloneErrors = {};
  for (const { path, message } of result.error.issues) {
    const field = path[0] === 'path' ? 'path' : path[0] === 'login' ? 'token' : 'url';
    errors[field] ??= message;
  }
  return { ok: false, errors };
}
