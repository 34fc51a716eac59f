import { randomBytes } from 'node:crypto';
import type { Profile } from '../../contract/profiles.ts';
import { slugOf } from '../store/slug.ts';

/** Longest name that a profile may have, characters. */
const maxNameLength = 80;

/** Whether a reference, an id or a name, means this profile. */
export function isNamed(candidate: Profile, reference: string): boolean {
  return candidate.id === reference || candidate.name === reference;
}

/** The profile that a reference means; an id goes before a name. */
export function findProfile(all: readonly Profile[], reference: string): Profile | undefined {
  return all.find(({ id }) => id === reference) ?? all.find(({ name }) => name === reference);
}

/** An id made of a name, which no other profile bears. */
export function newId(name: string, taken: readonly Profile[]): string {
  const base = slugOf(name, 40) || 'host';
  // A name that looks like another profile's id would make references ambiguous.
  return taken.some((other) => isNamed(other, base)) ? `${base}-${randomBytes(4).toString('hex')}` : base;
}

/** The name itself, or with the first number after it that makes it one of its own: `Oslo`, `Oslo 2`. */
export function freeName(name: string, taken: readonly Profile[]): string {
  const used = new Set(taken.flatMap((other) => [other.id, other.name]));
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : ` ${number}`;
    const candidate = `${name.slice(0, maxNameLength - suffix.length).trimEnd()}${suffix}`;
    if (!used.has(candidate)) return candidate;
  }
}

/** `Oslo copy`, `Oslo copy 2`; a copy of a copy is one more copy of the first. */
export function copyName(name: string, taken: readonly Profile[]): string {
  const original = name.replace(/ copy(?: \d+)?$/, '');
  const suffix = ' copy';
  return freeName(`${original.slice(0, maxNameLength - suffix.length - 4)}${suffix}`, taken);
}
