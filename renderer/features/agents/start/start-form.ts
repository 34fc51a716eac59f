import type { Preset } from '../../../../main/contract/presets.ts';
import type { Session } from '../../../../main/contract/session-words.ts';
import type { SessionWish } from '../sessions-model.ts';

/** What is typed and chosen for a new session. */
export interface StartForm {
  /** Null is the login shell. */
  readonly presetId: string | null;
  /** Empty leaves it to the preset. */
  readonly model: string;
  /** Of a repository, `folder` for another folder, `host` for the home folder. */
  readonly place: string;
  readonly path: string;
  readonly hasWorktree: boolean;
  readonly branch: string;
  readonly title: string;
  readonly prompt: string;
}

/** Places that are no repository. */
export const homePlace = 'host';
export const folderPlace = 'folder';

/** The branch that is suggested for the worktree of an agent: one that no session of the host has. */
export function suggestedBranch(preset: string, sessions: readonly Pick<Session, 'worktreeBranch'>[]): string {
  const slug =
    preset
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'agent';
  const taken = new Set(sessions.map(({ worktreeBranch }) => worktreeBranch));
  let number = 1;
  while (taken.has(`agent/${slug}-${number}`)) number += 1;
  return `agent/${slug}-${number}`;
}

/** What is wrong with the form, by field; nothing where it can be sent. */
export function startErrors(form: StartForm): Partial<Record<'path' | 'branch', string>> {
  const errors: Partial<Record<'path' | 'branch', string>> = {};
  if (form.place === folderPlace && !/^(~\/|\/|~$)/.test(form.path.trim())) {
    errors.path = 'Must begin with / or ~/';
  }
  if (usesWorktree(form) && !/^[^\s~^:?*[\\-][^\s~^:?*[\\]*$/.test(form.branch.trim())) {
    errors.branch = 'Must be the name of a branch, without spaces';
  }
  return errors;
}

/** A worktree is made beside a repository only. */
export function usesWorktree({ hasWorktree, place }: Pick<StartForm, 'hasWorktree' | 'place'>): boolean {
  return hasWorktree && place !== homePlace && place !== folderPlace;
}

/** What is asked for. */
export function wishOf(form: StartForm, isForced: boolean): SessionWish {
  const { presetId, model, place, path, branch, title, prompt } = form;
  const isAgent = presetId !== null;
  return {
    preset: presetId,
    repository: place === homePlace || place === folderPlace ? null : place,
    path: place === folderPlace ? path.trim() : null,
    title: title.trim() === '' ? null : title.trim(),
    model: !isAgent || model === '' ? null : model,
    worktreeBranch: usesWorktree(form) ? branch.trim() : null,
    prompt: !isAgent || prompt.trim() === '' ? null : prompt,
    isForced,
  };
}

/** The secrets of a preset that have to be asked for. */
export function missingSecrets(preset: Preset | null): readonly string[] {
  if (preset === null) return [];
  return preset.secretNames.filter((name) => !preset.knownSecretNames.includes(name));
}
