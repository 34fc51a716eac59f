import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { safeStorage } from '#electron';
import type { SecretStore } from '../core/ports.ts';
import { writeAtomically } from '../core/store/atomic-file.ts';

const secretFile = z.object({ version: z.literal(1), secrets: z.record(z.string(), z.base64()) });
type Secrets = z.output<typeof secretFile>['secrets'];

/**
 * Secrets encrypted with the operating system's keychain, in one 0600 file. Without a real keychain (Chromium's
 * `basic_text` encrypts with a constant) nothing is written, and a secret lives as long as the app runs.
 */
export class SafeSecretStore implements SecretStore {
  readonly #file: string;
  readonly #memory = new Map<string, string>();
  #lastChange: Promise<void> = Promise.resolve();

  constructor(dataDirectory: string) {
    this.#file = join(dataDirectory, 'secrets.json');
  }

  async read(name: string): Promise<string | null> {
    const known = this.#memory.get(name);
    if (known !== undefined || !(await hasKeychain())) {
      return known ?? null;
    }
    await this.#lastChange;
    const stored = (await this.#load())[name];
    if (stored === undefined) {
      return null;
    }
    try {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(stored, 'base64'));
      if (shouldReEncrypt) {
        await this.write(name, result);
      }
      return result;
    } catch {
      // Another keychain than the one that wrote it, as after a new installation: the user is asked again.
      return null;
    }
  }

  async write(name: string, secret: string): Promise<void> {
    this.#memory.set(name, secret);
    if (await hasKeychain()) {
      const encrypted = await safeStorage.encryptStringAsync(secret);
      await this.#change((secrets) => ({ ...secrets, [name]: encrypted.toString('base64') }));
    }
  }

  async remove(name: string): Promise<void> {
    this.#memory.delete(name);
    await this.#change((secrets) => Object.fromEntries(Object.entries(secrets).filter(([key]) => key !== name)));
  }

  /** Changes run one after the other. No backup is kept, or a removed secret would live on in it. */
  async #change(change: (secrets: Secrets) => Secrets): Promise<void> {
    const run = async () => {
      const before = await this.#load();
      const after = change(before);
      if (Object.keys(before).length > 0 || Object.keys(after).length > 0) {
        await writeAtomically(this.#file, `${JSON.stringify({ version: 1, secrets: after })}\n`);
      }
    };
    const changed = this.#lastChange.then(run);
    this.#lastChange = changed.catch(() => undefined);
    await changed;
  }

  /** What is stored; nothing when the file is missing or damaged, because a secret can always be asked for again. */
  async #load(): Promise<Secrets> {
    try {
      return secretFile.parse(JSON.parse(await readFile(this.#file, 'utf8'))).secrets;
    } catch {
      return {};
    }
  }
}

/** Tells whether the system keeps the key. Only valid after the app is ready. */
export async function hasKeychain(): Promise<boolean> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) {
    return false;
  }
  const noKeychain = ['basic_text', 'unknown'];
  return process.platform !== 'linux' || !noKeychain.includes(safeStorage.getSelectedStorageBackend());
}
