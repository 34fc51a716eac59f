import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { safeStorage } from '#electron';
import type { SecretStore } from '../../core/ports.ts';
import { writeAtomically } from '../../core/store/atomic-file.ts';

const secretFile = z.object({ version: z.literal(1), secrets: z.record(z.string(), z.base64()) });
type Secrets = z.output<typeof secretFile>['secrets'];
const anyVersion = z.object({ version: z.number() });

/**
 * Secrets encrypted with the operating system's keychain, in one 0600 file. Without a real keychain (Chromium's
 * `basic_text` encrypts with a constant) it is not available, and nothing is written.
 */
export class SafeSecretStore implements SecretStore {
  readonly #file: string;
  /** Secrets that this keychain does not open, as after a new installation: as good as forgotten. */
  readonly #unreadable = new Set<string>();
  #lastChange: Promise<unknown> = Promise.resolve();

  constructor(dataDirectory: string) {
    this.#file = join(dataDirectory, 'secrets.json');
  }

  async isAvailable(): Promise<boolean> {
    if (!(await safeStorage.isAsyncEncryptionAvailable())) {
      return false;
    }
    const noKeychain = ['basic_text', 'unknown'];
    return process.platform !== 'linux' || !noKeychain.includes(safeStorage.getSelectedStorageBackend());
  }

  async read(name: string): Promise<string | null> {
    if (!(await this.isAvailable())) {
      return null;
    }
    await this.#lastChange;
    const stored = (await this.#load())?.[name];
    if (stored === undefined) {
      return null;
    }
    try {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(stored, 'base64'));
      if (shouldReEncrypt) {
        // What is known is not asked for because it cannot be written anew; the next reading tries that again.
        await this.write(name, result).catch(() => false);
      }
      return result;
    } catch {
      // It stays, because a keychain that is locked now may open it tomorrow; until then the user is asked.
      this.#unreadable.add(name);
      return null;
    }
  }

  async write(name: string, secret: string): Promise<boolean> {
    if (!(await this.isAvailable())) {
      return false;
    }
    const encrypted = await safeStorage.encryptStringAsync(secret);
    this.#unreadable.delete(name);
    return await this.#change((secrets) => ({ ...secrets, [name]: encrypted.toString('base64') }));
  }

  async remove(name: string): Promise<void> {
    await this.#change((secrets) => Object.fromEntries(Object.entries(secrets).filter(([key]) => key !== name)));
  }

  async count(): Promise<number> {
    await this.#lastChange;
    return Object.keys((await this.#load()) ?? {}).filter((name) => !this.#unreadable.has(name)).length;
  }

  async removeAll(): Promise<void> {
    await this.#inTurn(async () => {
      await rm(this.#file, { force: true });
      this.#unreadable.clear();
    });
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.#lastChange.then(action);
    this.#lastChange = turn.catch(() => undefined);
    return turn;
  }

  /** Changes run one after the other. No backup is kept, or a removed secret would live on in it. */
  #change(change: (secrets: Secrets) => Secrets): Promise<boolean> {
    return this.#inTurn(async () => {
      const before = await this.#load();
      if (before === null) {
        return false;
      }
      const after = change(before);
      if (Object.keys(before).length > 0 || Object.keys(after).length > 0) {
        await writeAtomically(this.#file, `${JSON.stringify({ version: 1, secrets: after })}\n`);
      }
      return true;
    });
  }

  /**
   * What is stored; null for a file that cannot be read or is of a newer version, which is left alone. A damaged one is
   * kept aside and counts as empty, because a secret can always be asked for again.
   */
  async #load(): Promise<Secrets | null> {
    let text: string;
    try {
      text = await readFile(this.#file, 'utf8');
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? {} : null;
    }
    const json = parseJson(text);
    const found = secretFile.safeParse(json);
    if (found.success) {
      return found.data.secrets;
    }
    const { success, data } = anyVersion.safeParse(json);
    if (success && data.version > 1) {
      return null;
    }
    await rename(this.#file, `${this.#file}.damaged-${Date.now()}`).catch(() => undefined);
    return {};
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
