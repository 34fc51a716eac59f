import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { mitText } from './mit-text.ts';
import { shippedPackages } from './shipped-packages.ts';

/** What is part of the app and made by others. */
export interface Licence {
  readonly name: string;
  readonly version: string;
  /** An SPDX expression, as the package's maker wrote it. */
  readonly identifier: string;
  readonly text: string;
}

/** The same as a package tells it, or Vite, which leaves out what it does not find. */
const told = z.object({
  name: z.string(),
  version: z.string(),
  identifier: z.string().optional(),
  text: z.string().optional(),
});

/** Where Vite notes what is in each bundle, from `out/`. */
export const bundleLists = [
  'renderer/licences-renderer.json',
  'electron/licences-main.json',
  'electron/licences-preload.json',
] as const;

/** Licences that ask for no more than that their text is passed on, or for nothing. */
const allowed = new Set([
  'MIT',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Python-2.0',
  'Unlicense',
]);

/** Whether one of the licences that an SPDX expression offers is allowed; a demand for several is not understood. */
export function isAllowed(identifier: string): boolean {
  const offered = identifier.replaceAll(/[()]/g, '').split(/\s+OR\s+/i);
  return offered.some((one) => allowed.has(one.trim()));
}

const manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string().optional(),
  /** How it was written before 2014. */
  licenses: z.array(z.object({ type: z.string() })).optional(),
});

async function licenceOf(directory: string): Promise<unknown> {
  const { name, version, license, licenses } = manifest.parse(
    JSON.parse(await readFile(path.join(directory, 'package.json'), 'utf8')),
  );
  const file = (await readdir(directory)).find((one) => /^(?:licen[cs]e|copying)/i.test(one));
  const text = file === undefined ? '' : (await readFile(path.join(directory, file), 'utf8')).trim();
  return { name, version, identifier: license ?? licenses?.map(({ type }) => type).join(' OR '), text };
}

/**
 * The licences of all that is in the bundles under `out/` and of the packages beside them, each once, by name. Throws
 * where one is not known, has no text, or asks for more than to be passed on.
 */
export async function collectLicences(root: string): Promise<Licence[]> {
  const bundled = await Promise.all(
    bundleLists.map(async (file) => JSON.parse(await readFile(path.join(root, 'out', file), 'utf8')) as unknown[]),
  );
  const beside = await Promise.all((await shippedPackages(root)).map((place) => licenceOf(path.join(root, place))));
  const found = new Map<string, Licence>();
  for (const entry of [...bundled.flat(), ...beside]) {
    const { name, version, identifier = '', text = '' } = told.parse(entry);
    if (!isAllowed(identifier)) throw new Error(`${name} ${version} may not be shipped unseen: "${identifier}"`);
    const passedOn = text === '' && identifier === 'MIT' ? mitText(name) : text;
    if (passedOn === null || passedOn === '') throw new Error(`${name} ${version} brings no text of its licence`);
    found.set(`${name} ${version}`, { name, version, identifier, text: passedOn });
  }
  return [...found.values()].sort((one, other) => one.name.localeCompare(other.name, 'en'));
}

const line = '-'.repeat(80);

/** The file that is shipped: Berth's own licence, then those of its parts. */
export function licencesText(own: string, parts: readonly Licence[]): string {
  const chapters = parts.map(
    ({ name, version, identifier, text }) => `${line}\n${name} ${version} (${identifier})\n${line}\n\n${text}\n`,
  );
  const intro = `Berth contains ${parts.length} packages by others. Electron and Chromium have files of their own beside this one.`;
  return [own.trim(), '', intro, '', ...chapters].join('\n');
}
