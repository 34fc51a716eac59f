import { z } from 'zod';
import { presetDraft, presetId } from '../../contract/presets.ts';
import { JsonStore } from '../store/json-store.ts';

const savedPreset = presetDraft.extend({ id: presetId });

/** A preset as the file holds it. */
export type SavedPreset = z.output<typeof savedPreset>;

const content = z.object({
  /** Those of the user, and shipped ones that were changed. */
  saved: z.array(savedPreset),
  /** Shipped ones that were removed. */
  hidden: z.array(presetId),
});

/** What the file holds. Shipped presets that nobody touched are not in it, so that they follow the version of Berth. */
export type PresetContent = z.output<typeof content>;
/** The file of the presets. */
export type PresetStore = JsonStore<typeof content>;

/** Opens the presets kept in `file`. */
export function openPresetStore(file: string): PresetStore {
  return new JsonStore({ file, version: 1, schema: content, empty: { saved: [], hidden: [] } });
}
