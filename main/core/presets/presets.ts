import { isDeepStrictEqual } from 'node:util';
import type { CoreContract } from '../../contract/contract.ts';
import type { FailureOf, Handlers } from '../../contract/define.ts';
import { fail, type Result, succeed } from '../../contract/failure.ts';
import type { Preset } from '../../contract/presets.ts';
import { rowDocument } from '../store/row-document.ts';
import { importPresets, type PresetImport } from './import-presets.ts';
import {
  findPreset,
  presetsOf,
  shippedDraft,
  withAdded,
  withEdited,
  withRemoved,
  withShippedReset,
} from './preset-changes.ts';
import { invalidPreset, presetNotFound } from './preset-failures.ts';
import { type KeptPresetSecrets, PresetSecrets, presetSecretPrefix } from './preset-secrets.ts';
import { openPresetStore, type SavedPreset } from './preset-store.ts';

/** Everything that a command is started with. */
interface StartablePreset {
  readonly preset: SavedPreset;
  /** Its variables and its secrets. */
  readonly environment: Readonly<Record<string, string>>;
}

/** The presets of this computer. */
export interface Presets {
  readonly handlers: Handlers<CoreContract>['presets'];
  /** A preset with its secrets; `secret-needed` names the variable that is not known. */
  findStartable(
    reference: string,
  ): Promise<Result<StartablePreset, FailureOf<'preset-not-found' | 'store-unreadable' | 'secret-needed'>>>;
  /** How the names of all secrets begin that belong to a preset; null when that cannot be told. */
  secretPrefixes(): Promise<readonly string[] | null>;
}

/** What the presets are made of. */
export interface PresetsParts {
  /** Where they are kept. */
  readonly file: string;
  readonly secrets: () => KeptPresetSecrets;
}

const exported = rowDocument<SavedPreset>('presets', { words: 'presets', mostRows: 200 });

const notKept = () =>
  fail(
    'unavailable',
    'store',
    'The secret cannot be remembered, because there is no keychain and no master passphrase that is open.',
    'Set or give the master passphrase, or use the secret only for as long as Berth runs.',
  );

const secretNeeded = ({ name }: SavedPreset, variable: string) =>
  fail(
    'secret-needed',
    'input',
    `The preset "${name}" needs the secret ${variable}, which is not known here.`,
    'Give it to the preset, then start it again.',
  );

/** Opens the presets kept in a file. Each change is one write under the file's lock. */
export function createPresets({ file, secrets: kept }: PresetsParts): Presets {
  const store = openPresetStore(file);
  let made: PresetSecrets | null = null;
  // The store of secrets asks which presets there are, so that one is there before the other.
  const secrets = () => {
    made ??= new PresetSecrets(kept());
    return made;
  };

  const told = async (preset: SavedPreset): Promise<Preset> => {
    const { id, ...draft } = preset;
    const shipped = shippedDraft(id);
    return {
      ...preset,
      isShipped: shipped !== undefined,
      isAsShipped: isDeepStrictEqual(shipped, draft),
      knownSecretNames: await secrets().knownNames(preset),
    };
  };
  const toldAll = async (presets: readonly SavedPreset[]): Promise<Preset[]> => {
    const all: Preset[] = [];
    for (const preset of presets) all.push(await told(preset));
    return all;
  };
  const find = async (reference: string) => {
    const content = await store.read();
    if (!content.ok) return content;
    const found = findPreset(presetsOf(content.value), reference);
    return found === undefined ? presetNotFound(reference) : succeed(found);
  };

  return {
    findStartable: async (reference) => {
      const found = await find(reference);
      if (!found.ok) return found;
      const preset = found.value;
      const environment: Record<string, string> = { ...preset.environment };
      for (const variable of preset.secretNames) {
        const value = await secrets().read(preset.id, variable);
        if (value === null) return secretNeeded(preset, variable);
        environment[variable] = value;
      }
      return succeed({ preset, environment });
    },
    secretPrefixes: async () => {
      const content = await store.read();
      return content.ok ? presetsOf(content.value).map(({ id }) => presetSecretPrefix(id)) : null;
    },
    handlers: {
      list: async () => {
        const content = await store.read();
        return content.ok ? succeed(await toldAll(presetsOf(content.value))) : content;
      },
      save: async ({ preset: reference, draft }) => {
        if (reference === null) {
          const added = await store.update((content) => withAdded(content, draft));
          return added.ok ? succeed(await told(added.value)) : added;
        }
        const edited = await store.update((content) => withEdited(content, reference, draft));
        if (!edited.ok) return edited;
        const { before, after } = edited.value;
        const dropped = before.secretNames.filter((name) => !after.secretNames.includes(name));
        await secrets().forgetAll({ id: after.id, secretNames: dropped });
        return succeed(await told(after));
      },
      remove: async ({ preset: reference }) => {
        const removed = await store.update((content) => withRemoved(content, reference));
        if (!removed.ok) return removed;
        await secrets().forgetAll(removed.value);
        return succeed({});
      },
      reset: async () => {
        const reset = await store.update<readonly SavedPreset[], never>((content) => {
          const next = withShippedReset(content);
          return succeed({ next, answer: presetsOf(next) });
        });
        return reset.ok ? succeed(await toldAll(reset.value)) : reset;
      },
      export: async ({ presets: references }) => {
        const content = await store.read();
        if (!content.ok) return content;
        const all = presetsOf(content.value);
        const chosen: SavedPreset[] = [];
        for (const reference of references ?? all.map(({ id }) => id)) {
          const found = findPreset(all, reference);
          if (found === undefined) return presetNotFound(reference);
          chosen.push(found);
        }
        return succeed({ document: exported.write(chosen), count: chosen.length });
      },
      import: async ({ document }) => {
        const rows = exported.read(document);
        if (!rows.ok) return rows;
        const imported = await store.update<PresetImport, never>((content) =>
          succeed(importPresets(content, rows.value)),
        );
        if (!imported.ok) return imported;
        const { added, skipped } = imported.value;
        return succeed({ added: await toldAll(added), skipped });
      },
      setSecret: async ({ preset: reference, name, value, isRemembered }) => {
        const found = await find(reference);
        if (!found.ok) return found;
        const preset = found.value;
        if (!preset.secretNames.includes(name)) {
          return invalidPreset(
            `The preset "${preset.name}" has no secret ${name}.`,
            'Add the name to its secrets first.',
          );
        }
        if (value === null) await secrets().forget(preset.id, name);
        else if (!(await secrets().write(preset.id, name, value, isRemembered))) return notKept();
        return succeed(await told(preset));
      },
    },
  };
}
