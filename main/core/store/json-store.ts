import { readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type Failure, fail, type Result, succeed } from '../../contract/failure.ts';
import { writeAtomically } from './atomic-file.ts';
import { FileBusyError, withFileLock } from './file-lock.ts';

/** A versioned JSON file with a last good copy. */
export interface JsonStoreOptions<T extends z.ZodType> {
  readonly file: string;
  /** Raised with every change of `schema`; a file of a newer version is left alone. */
  readonly version: number;
  readonly schema: T;
  /** The content when there is no file yet. */
  readonly empty: z.output<T>;
  /** The copy beside the file is of the content before the last change, or, where what is removed must be gone, of the present one. */
  readonly copyHolds?: 'previous' | 'present';
}

type StoreFailure = Failure & { readonly kind: 'store-unreadable' };
type StoreResult<T> = Result<T, StoreFailure>;

const envelope = z.object({ version: z.number().int(), content: z.unknown() });

/** Reads and replaces one small JSON file; safe against crashes, other processes and damage. */
export class JsonStore<T extends z.ZodType> {
  readonly #options: JsonStoreOptions<T>;

  constructor(options: JsonStoreOptions<T>) {
    this.#options = options;
  }

  /** The present content. A damaged file is kept aside and its last good copy is used. */
  async read(): Promise<StoreResult<z.output<T>>> {
    const { file, empty } = this.#options;
    const present = await this.#readFile(file);
    if (present === 'missing') return succeed(empty);
    if (present !== 'damaged') return present;
    return this.#underLock(() => this.#recover());
  }

  /** Puts the last good copy in the place of a damaged file, unless another process was quicker. */
  async #recover(): Promise<StoreResult<z.output<T>>> {
    const { file, empty } = this.#options;
    const present = await this.#readFile(file);
    if (present === 'missing') return succeed(empty);
    if (present !== 'damaged') return present;
    const copy = await this.#readFile(`${file}.bak`);
    await rename(file, `${file}.damaged-${Date.now()}`);
    if (copy === 'missing' || copy === 'damaged') {
      return fail(
        'store-unreadable',
        'store',
        `The file ${file} was damaged and has no good copy.`,
        'It is kept beside it under a name with "damaged"; Berth begins with an empty one when you try again.',
      );
    }
    if (copy.ok) await this.#write(copy.value);
    return copy;
  }

  /** Changes the content; `change` gets the present one and returns the next, or a failure that leaves it as it is. */
  async update<R, F extends Failure>(
    change: (content: z.output<T>) => Result<{ readonly next: z.output<T>; readonly answer: R }, F>,
  ): Promise<Result<R, F | StoreFailure>> {
    return this.#underLock<R, F | StoreFailure>(async () => {
      const present = await this.#recover();
      if (!present.ok) return present;
      const changed = change(present.value);
      if (!changed.ok) return changed;
      await this.#write(changed.value.next);
      return succeed(changed.value.answer);
    });
  }

  /** Removes the file, its copy, and every damaged one that was kept aside. */
  async clear(): Promise<StoreResult<null>> {
    const { file } = this.#options;
    const isOfFile = (name: string) => name === `${file}.bak` || name.startsWith(`${file}.damaged-`);
    return this.#underLock(async () => {
      const directory = path.dirname(file);
      const names = (await readdir(directory)).map((name) => path.join(directory, name));
      // The file goes last: as long as it is there, what was cut short can be asked for again.
      for (const name of [...names.filter(isOfFile), file]) await rm(name, { force: true });
      return succeed(null);
    });
  }

  async #underLock<R, F extends Failure>(action: () => Promise<Result<R, F>>): Promise<Result<R, F | StoreFailure>> {
    try {
      return await withFileLock(this.#options.file, action);
    } catch (error) {
      if (!(error instanceof FileBusyError)) throw error;
      return fail(
        'store-unreadable',
        'store',
        `The file ${this.#options.file} is being changed by another process that does not end.`,
        'Close other copies of Berth, then try again.',
      );
    }
  }

  async #write(content: z.output<T>): Promise<void> {
    const { file, version, copyHolds = 'previous' } = this.#options;
    const text = `${JSON.stringify({ version, content }, null, 2)}\n`;
    // First the copy: a crash in between then leaves the older content where it counts, and never behind the newer one.
    if (copyHolds === 'present') await writeAtomically(`${file}.bak`, text);
    await writeAtomically(file, text, copyHolds === 'previous');
  }

  async #readFile(file: string): Promise<StoreResult<z.output<T>> | 'missing' | 'damaged'> {
    const { version, schema } = this.#options;
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'missing';
      return fail(
        'store-unreadable',
        'store',
        `The file ${file} cannot be read: ${(error as Error).message}.`,
        'Check its owner and mode.',
      );
    }
    const wrapped = envelope.safeParse(parseJson(text));
    if (!wrapped.success) return 'damaged';
    if (wrapped.data.version > version) {
      return fail(
        'store-unreadable',
        'store',
        `The file ${file} was written by a newer version of Berth.`,
        'Update Berth, or use another data folder.',
      );
    }
    const content = schema.safeParse(wrapped.data.content);
    return content.success ? succeed(content.data) : 'damaged';
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
