import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { type PresetDraft, presetDraft } from '../../contract/presets.ts';
import type { ImportReport } from '../../contract/profile-exchange.ts';
import { plainText } from '../ssh/plain-text.ts';
import { contradictionOf, freePresetName, presetsOf, withAdded } from './preset-changes.ts';
import type { PresetContent, SavedPreset } from './preset-store.ts';

type Skipped = ImportReport['skipped'][number];

/** What came of an import. */
export interface PresetImport {
  readonly added: SavedPreset[];
  readonly skipped: Skipped[];
}

/** Names by which people know the fields that have no sentence of their own. */
const fieldNames: Readonly<Record<string, string>> = {
  name: 'Name',
  agent: 'Agent',
  command: 'Command',
  modelArgument: 'Model argument',
  models: 'Models',
  model: 'Model',
  resumeArguments: 'Resume arguments',
  environment: 'Environment',
  secretNames: 'Secrets',
  memoryLimitBytes: 'Memory limit',
  expectedMemoryBytes: 'Expected memory',
};

/** A sentence about what is wrong with a row, with the name of its field. */
function reasonOf({ issues: [issue] }: z.ZodError): string {
  if (issue === undefined) return 'The preset is not valid.';
  const [key] = issue.path.map(String);
  if (key === undefined) return 'This is no preset.';
  const field = Object.hasOwn(fieldNames, key) ? (fieldNames[key] ?? key) : key;
  const { message } = (issue.code === 'invalid_key' ? issue.issues[0] : null) ?? issue;
  const own = /^(Invalid|Too) /.test(message) ? '' : `: ${plainText(message, 200)}`;
  if (own.startsWith(`: ${field} `)) return `${own.slice(2)}.`;
  return own === '' ? `The field "${field}" is missing or not of its kind.` : `The field "${field}"${own}.`;
}

const nameOf = (row: unknown, index: number): string => {
  const named = z.object({ name: z.string().min(1) }).safeParse(row);
  return named.success ? plainText(named.data.name, 60).replace(/\s+/g, ' ') : `Preset ${index + 1}`;
};

/** Whether a preset is what a draft would become, but for a number after its name. */
function isSame({ id: _id, name, ...kept }: SavedPreset, { name: wanted, ...draft }: PresetDraft): boolean {
  const isSameName = name === wanted || (name.startsWith(`${wanted} `) && /^\d+$/.test(name.slice(wanted.length + 1)));
  return isSameName && isDeepStrictEqual(kept, draft);
}

/**
 * The presets with those of a document after them. None that is there is replaced, and ids are made anew: a document must not
 * get at the secrets that were given to a preset of its own naming.
 */
export function importPresets(
  content: PresetContent,
  rows: readonly unknown[],
): { readonly next: PresetContent; readonly answer: PresetImport } {
  let next = content;
  const added: SavedPreset[] = [];
  const skipped: Skipped[] = [];
  for (const [index, row] of rows.entries()) {
    const skip = (reason: string, isHere = false) => skipped.push({ name: nameOf(row, index), reason, isHere });
    const parsed = presetDraft.safeParse(row);
    const refused = parsed.success ? contradictionOf(parsed.data) : reasonOf(parsed.error);
    if (!parsed.success || refused !== null) {
      skip(refused ?? 'This is no preset.');
      continue;
    }
    const present = presetsOf(next);
    const twin = present.find((one) => isSame(one, parsed.data));
    if (twin !== undefined) {
      skip(twin.name === parsed.data.name ? 'It is here already.' : `It is here already, as "${twin.name}".`, true);
      continue;
    }
    const used = new Set(present.flatMap(({ id, name }) => [id, name]));
    const changed = withAdded(next, { ...parsed.data, name: freePresetName(parsed.data.name, used) });
    if (!changed.ok) {
      skip(changed.failure.message);
      continue;
    }
    next = changed.value.next;
    added.push(changed.value.answer);
  }
  return { next, answer: { added, skipped } };
}
