import type { SavedPreset } from './preset-store.ts';

/** Where secrets are kept for the next run. */
export interface KeptPresetSecrets {
  read(name: string): Promise<string | null>;
  /** The same, but nobody is asked to unlock anything. */
  readUnasked(name: string): Promise<string | null>;
  /** Whether the secret was kept. */
  write(name: string, secret: string): Promise<boolean>;
  remove(name: string): Promise<void>;
}

type Named = Pick<SavedPreset, 'id' | 'secretNames'>;

/** How the names of all secrets of a preset begin. */
export const presetSecretPrefix = (id: string) => `preset/${id}/`;
const nameOf = (id: string, variable: string) => `${presetSecretPrefix(id)}${variable}`;

/** The secret variables of presets: held in memory while Berth runs, or kept in the system's store. */
export class PresetSecrets {
  readonly #kept: KeptPresetSecrets;
  readonly #held = new Map<string, string>();

  constructor(kept: KeptPresetSecrets) {
    this.#kept = kept;
  }

  /** The value; null when it is not known. */
  async read(id: string, variable: string): Promise<string | null> {
    const name = nameOf(id, variable);
    return this.#held.get(name) ?? (await this.#kept.read(name));
  }

  /** Those of a preset's secret variables whose values are known. */
  async knownNames({ id, secretNames }: Named): Promise<string[]> {
    const known: string[] = [];
    for (const variable of secretNames) {
      const name = nameOf(id, variable);
      if (this.#held.has(name) || (await this.#kept.readUnasked(name)) !== null) known.push(variable);
    }
    return known;
  }

  /** Whether it is known from now on; false when it was to be kept and cannot be. */
  async write(id: string, variable: string, value: string, isRemembered: boolean): Promise<boolean> {
    const name = nameOf(id, variable);
    if (!isRemembered) {
      // What is kept would come back with the next run, though another value counts.
      await this.#kept.remove(name);
      this.#held.set(name, value);
      return true;
    }
    if (!(await this.#kept.write(name, value))) return false;
    // What is remembered is not held as well: locking or forgetting it must count at once.
    this.#held.delete(name);
    return true;
  }

  async forget(id: string, variable: string): Promise<void> {
    const name = nameOf(id, variable);
    this.#held.delete(name);
    await this.#kept.remove(name);
  }

  /** The preset is gone, and another one of its name must not get what was given to it. */
  async forgetAll({ id, secretNames }: Named): Promise<void> {
    for (const variable of secretNames) await this.forget(id, variable);
  }
}
