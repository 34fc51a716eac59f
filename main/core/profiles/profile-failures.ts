import { fail } from '../../contract/failure.ts';
import type { Profile } from '../../contract/profiles.ts';

export function notFound(reference: string) {
  return fail(
    'profile-not-found',
    'input',
    `There is no server "${reference}".`,
    'List the servers that are saved and use one of their names or ids.',
  );
}

export function nameTaken(name: string) {
  return fail(
    'profile-exists',
    'input',
    `There is a server named "${name}" already.`,
    'Choose another name, or edit the one that exists.',
  );
}

/** A sentence lists so many names; the rest is counted. */
const maxNames = 5;

export function inUse(profile: Profile, users: readonly Profile[]) {
  const names = users.slice(0, maxNames).map(({ name }) => `"${name}"`);
  const rest = users.length > maxNames ? ` and ${users.length - maxNames} more` : '';
  return fail(
    'profile-in-use',
    'input',
    `"${profile.name}" is on the way to ${names.join(', ')}${rest}.`,
    'Give them another way, or remove them first.',
  );
}

export function invalid(message: string, nextStep: string) {
  return fail('invalid-input', 'input', message, nextStep);
}
