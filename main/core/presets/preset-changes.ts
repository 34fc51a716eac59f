import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { type Failure, type FailureKind, type Result, succeed } from '../../contract/failure.ts';
import type { PresetDraft } from '../../contract/presets.ts';
import { slugOf } from '../store/slug.ts';
import { invalidPreset, presetNameTaken, presetNotFound } from './preset-failures.ts';
import type { PresetContent, SavedPreset } from './preset-store.ts';
import { shippedPresets } from './shipped-presets.ts';

/** The file after a change, and what whoever asked is told; or why nothing changes. */
type Change<T, K extends FailureKind> = Result<
  { readonly next: PresetContent; readonly answer: T },
  Failure & { readonly kind: K }
>;

/** As many presets as there may be. */
const mostPresets = 200;

/** What Berth ships under an id; undefined for one of the user. */
export function shippedDraft(id: string): PresetDraft | undefined {
  return shippedPresets.find((shipped) => shipped.id === id)?.draft;
}

/** The presets that count: the shipped ones, as they are or as they were changed, then those of the user. */
export function presetsOf({ saved, hidden }: PresetContent): SavedPreset[] {
  const shipped = shippedPresets
    .filter(({ id }) => !hidden.includes(id))
    .map(({ id, draft }) => saved.find((one) => one.id === id) ?? { id, ...draft });
  return [...shipped, ...saved.filter(({ id }) => shippedDraft(id) === undefined)];
}

/** The preset that a reference means; an id goes before a name. */
export function findPreset(all: readonly SavedPreset[], reference: string): SavedPreset | undefined {
  return all.find(({ id }) => id === reference) ?? all.find(({ name }) => name === reference);
}

/** Whether a reference, an id or a name, means this preset. */
export function isPresetNamed({ id, name }: SavedPreset, reference: string): boolean {
  return id === reference || name === reference;
}

/** An id made of a name. Those that Berth ships, or shipped ones that are hidden, are never given to others. */
export function newPresetId(name: string, { saved }: PresetContent): string {
  const base = slugOf(name, 33) || 'preset';
  const isTaken = shippedDraft(base) !== undefined || saved.some((one) => isPresetNamed(one, base));
  return isTaken ? `${base}-${randomBytes(3).toString('hex')}` : base;
}

/** Puts a preset at the end. */
export function withAdded(
  content: PresetContent,
  draft: PresetDraft,
): Change<SavedPreset, 'preset-exists' | 'invalid-input'> {
  const all = presetsOf(content);
  if (all.some((other) => isPresetNamed(other, draft.name))) return presetNameTaken(draft.name);
  const refused = contradictionOf(draft);
  if (refused !== null) return invalidPreset(refused, 'Correct it and save the preset again.');
  if (all.length >= mostPresets) {
    return invalidPreset(`There are ${mostPresets} presets already.`, 'Remove some that nobody needs.');
  }
  const preset: SavedPreset = { id: newPresetId(draft.name, content), ...draft };
  return succeed({ next: { ...content, saved: [...content.saved, preset] }, answer: preset });
}

/** Replaces what is said of a preset; its id stays. A shipped one that is as it was brought is no longer kept. */
export function withEdited(
  content: PresetContent,
  reference: string,
  draft: PresetDraft,
): Change<
  { readonly before: SavedPreset; readonly after: SavedPreset },
  'preset-not-found' | 'preset-exists' | 'invalid-input'
> {
  const all = presetsOf(content);
  const before = findPreset(all, reference);
  if (before === undefined) return presetNotFound(reference);
  const { id } = before;
  if (all.some((other) => other.id !== id && isPresetNamed(other, draft.name))) return presetNameTaken(draft.name);
  const refused = contradictionOf(draft);
  if (refused !== null) return invalidPreset(refused, 'Correct it and save the preset again.');
  const after: SavedPreset = { id, ...draft };
  const isKept = content.saved.some((one) => one.id === id);
  const replaced = isKept ? content.saved.map((one) => (one.id === id ? after : one)) : [...content.saved, after];
  const saved = isDeepStrictEqual(shippedDraft(id), draft) ? replaced.filter((one) => one.id !== id) : replaced;
  return succeed({ next: { ...content, saved }, answer: { before, after } });
}

/** Takes a preset away; one that Berth brought is hidden. */
export function withRemoved(content: PresetContent, reference: string): Change<SavedPreset, 'preset-not-found'> {
  const preset = findPreset(presetsOf(content), reference);
  if (preset === undefined) return presetNotFound(reference);
  const { id } = preset;
  const saved = content.saved.filter((one) => one.id !== id);
  const hidden = shippedDraft(id) === undefined ? content.hidden : [...content.hidden, id];
  return succeed({ next: { saved, hidden }, answer: preset });
}

/** Brings the shipped ones back. One of the user that took the name of a hidden one gets a number after it. */
export function withShippedReset({ saved }: PresetContent): PresetContent {
  const used = new Set(shippedPresets.flatMap(({ id, draft }) => [id, draft.name]));
  const own = saved.filter(({ id }) => shippedDraft(id) === undefined);
  const kept = own.map((preset) => {
    const name = freePresetName(preset.name, used);
    used.add(name);
    return { ...preset, name };
  });
  return { saved: kept, hidden: [] };
}

/** The name itself, or with the first number after it that makes it one of its own: `Claude Code`, `Claude Code 2`. */
export function freePresetName(name: string, used: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : ` ${number}`;
    const candidate = `${name.slice(0, 60 - suffix.length).trimEnd()}${suffix}`;
    if (!used.has(candidate)) return candidate;
  }
}

/** What the fields say against each other, as one sentence; null when they fit. */
export function contradictionOf({
  secretNames,
  environment,
  model,
  modelArgument,
  command,
}: PresetDraft): string | null {
  const twice = secretNames.find((name) => Object.hasOwn(environment, name));
  if (twice !== undefined) return `The variable ${twice} stands in Environment and in Secrets.`;
  if (new Set(secretNames).size < secretNames.length) return 'Secrets names a variable twice.';
  if (command === null && (model !== null || modelArgument !== null)) return 'A login shell takes no Model.';
  return model !== null && modelArgument === null ? 'Model needs a Model argument.' : null;
}
