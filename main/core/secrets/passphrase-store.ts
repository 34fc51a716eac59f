import type { FailureOf } from '../../contract/define.ts';
import { type Failure, fail, type Result, succeed } from '../../contract/failure.ts';
import type { Clock } from '../ports.ts';
import { deriveKeys, type Randomness, type SecretKeys, saltBytes, systemRandomness, wipeKeys } from './derive-keys.ts';
import {
  changedMeanwhile,
  noPassphrase,
  type PassphraseFailure,
  previousNeeded,
  tooManyTries,
  wrongPassphrase,
} from './passphrase-failures.ts';
import { isMarked, withMark } from './removed-marks.ts';
import { entryId, type SecretEntry, seal, unseal } from './sealed-entry.ts';
import {
  areKeysOf,
  emptyContent,
  openSecretFile,
  type ProtectedContent,
  type SecretContent,
  withSum,
} from './secret-file.ts';
import { TryLimit } from './try-limit.ts';

/** What can be told of the file without its passphrase, and with it. */
export interface PassphraseStatus {
  readonly isSet: boolean;
  readonly isLocked: boolean;
  readonly count: number;
}

export interface PassphraseStoreOptions {
  readonly file: string;
  readonly clock: Clock;
  readonly randomness?: Randomness;
}

type Outcome<T> = Promise<Result<T, PassphraseFailure>>;
type StoreOutcome<T> = Promise<Result<T, FailureOf<'store-unreadable'>>>;
/** Keys, and the salt that says to which passphrase of the file they belong. */
type OpenKeys = SecretKeys & { readonly salt: string };

/** Secrets in one file under a master passphrase. The keys are in memory only, and only while it is open. */
export class PassphraseStore {
  readonly #file: ReturnType<typeof openSecretFile>;
  readonly #randomness: Randomness;
  readonly #tries: TryLimit;
  #keys: OpenKeys | null = null;
  /** Passphrases are tried one after the other, so that no guess slips by the limit. */
  #lastTry: Promise<unknown> = Promise.resolve();

  constructor({ file, clock, randomness = systemRandomness }: PassphraseStoreOptions) {
    this.#file = openSecretFile(file);
    this.#randomness = randomness;
    this.#tries = new TryLimit(clock);
  }

  async status(): StoreOutcome<PassphraseStatus> {
    const content = await this.#file.read();
    if (!content.ok) return content;
    const isLocked = content.value !== null && this.#keysFor(content.value) === null;
    const count = Object.keys(content.value?.entries ?? {}).length;
    return succeed({ isSet: content.value !== null, isLocked, count });
  }

  /** Opens the file until `lock`. */
  open(passphrase: string): Outcome<null> {
    return this.#inTurn(async () => {
      const content = await this.#file.read();
      if (!content.ok) return content;
      if (content.value === null) return noPassphrase();
      const keys = await this.#tryOut(passphrase, content.value);
      if (!keys.ok) return keys;
      this.#take({ ...keys.value, salt: content.value.salt });
      return content.value.removed === undefined ? succeed(null) : await this.#dropMarked();
    });
  }

  /** Wipes the keys. */
  lock(): void {
    if (this.#keys !== null) wipeKeys(this.#keys);
    this.#keys = null;
  }

  /** Sets the passphrase, or replaces it: then all entries are encrypted anew, in one write. */
  protect(passphrase: string, previous: string | null): Outcome<null> {
    return this.#inTurn(async () => {
      const content = await this.#file.read();
      if (!content.ok) return content;
      if (content.value === null) return await this.#replace(passphrase, null, null);
      if (previous === null) return previousNeeded();
      const keys = await this.#tryOut(previous, content.value);
      if (!keys.ok) return keys;
      try {
        return await this.#replace(passphrase, content.value, keys.value);
      } finally {
        wipeKeys(keys.value);
      }
    });
  }

  /** The secret; null when there is none, when it is damaged, or while locked. */
  async read(name: string): Promise<Result<string | null>> {
    const content = await this.#file.read();
    if (!content.ok) return content;
    const keys = this.#keysFor(content.value);
    if (content.value === null || keys === null) return succeed(null);
    const entry = openEntry(keys, entryId(keys, name), content.value);
    return succeed(entry?.name === name && !isMarked(content.value, name) ? entry.secret : null);
  }

  /** Keeps a secret; fails while locked. */
  write(name: string, secret: string): Promise<Result<null>> {
    return this.#change((keys, { entries }) => {
      const id = entryId(keys, name);
      return { ...entries, [id]: seal(keys, id, { name, secret }, this.#randomness) };
    });
  }

  /** Removes a secret. While locked it is marked, and removed by the next opening. */
  async remove(name: string): Promise<Result<null>> {
    const content = await this.#file.read();
    if (!content.ok) return content;
    if (content.value === null) return succeed(null);
    if (this.#keysFor(content.value) === null) return await this.#mark(name, content.value);
    return await this.#drop((keys, { entries }) => [entryId(keys, name)].filter((id) => Object.hasOwn(entries, id)));
  }

  /** Removes the secrets whose name is not wanted; fails while locked. */
  keepOnly(isWanted: (name: string) => boolean): Promise<Result<null>> {
    return this.#drop((keys, content) =>
      Object.keys(content.entries).filter((id) => {
        const entry = openEntry(keys, id, content);
        return entry !== null && !isWanted(entry.name);
      }),
    );
  }

  /** Removes every secret and the passphrase, whatever state the file is in. */
  async forgetAll(): StoreOutcome<null> {
    this.lock();
    this.#tries.wasRight();
    return await this.#file.clear();
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const turn = this.#lastTry.then(action);
    this.#lastTry = turn.catch(() => undefined);
    return turn;
  }

  /** The keys of a passphrase, if it is the one of this content. */
  async #tryOut(passphrase: string, content: ProtectedContent): Outcome<SecretKeys> {
    const waitMs = this.#tries.waitMs();
    if (waitMs > 0) return tooManyTries(waitMs);
    const keys = await deriveKeys(passphrase, Buffer.from(content.salt, 'base64'));
    if (areKeysOf(keys, content)) {
      this.#tries.wasRight();
      return succeed(keys);
    }
    wipeKeys(keys);
    this.#tries.wasWrong();
    return wrongPassphrase();
  }

  async #replace(passphrase: string, before: ProtectedContent | null, beforeKeys: SecretKeys | null): Outcome<null> {
    const salt = this.#randomness(saltBytes);
    const keys = await deriveKeys(passphrase, salt);
    const fresh = emptyContent(keys, salt, this.#randomness);
    const replaced = await this.#file.update<null, PassphraseFailure>((present) => {
      if (present?.salt !== before?.salt) return changedMeanwhile();
      const entries = Object.keys(present?.entries ?? {}).flatMap((id) => {
        const entry = present === null || beforeKeys === null ? null : openEntry(beforeKeys, id, present);
        if (entry === null || present === null || isMarked(present, entry.name)) return [];
        const nextId = entryId(keys, entry.name);
        return [[nextId, seal(keys, nextId, entry, this.#randomness)] as const];
      });
      return succeed({ next: withSum({ ...fresh, entries: Object.fromEntries(entries) }), answer: null });
    });
    if (replaced.ok) this.#take({ ...keys, salt: fresh.salt });
    else wipeKeys(keys);
    return replaced;
  }

  #change(change: (keys: SecretKeys, content: ProtectedContent) => ProtectedContent['entries']): Promise<Result<null>> {
    return this.#file.update<null, Failure>((content) => {
      const keys = this.#keysFor(content);
      if (content === null || keys === null) return locked();
      const kept = withoutMarked(keys, content);
      return succeed({ next: withSum({ ...kept, entries: change(keys, kept) }), answer: null });
    });
  }

  /** Removes entries; what has none to remove is not written again. */
  async #drop(choose: (keys: SecretKeys, content: ProtectedContent) => readonly string[]): Promise<Result<null>> {
    const content = await this.#file.read();
    if (!content.ok) return content;
    const keys = this.#keysFor(content.value);
    if (content.value === null || keys === null) return locked();
    if (choose(keys, content.value).length === 0) return succeed(null);
    return await this.#change((present, found) => without(found.entries, choose(present, found)));
  }

  async #mark(name: string, { entries, ...content }: ProtectedContent): Promise<Result<null>> {
    if (Object.keys(entries).length === 0 || isMarked(content, name)) return succeed(null);
    return await this.#file.update<null, Failure>((present) => {
      if (present === null || isMarked(present, name)) return succeed({ next: present, answer: null });
      return succeed({ next: { ...present, removed: withMark(present, name) }, answer: null });
    });
  }

  /** Removes what was marked while the file was locked, and the marks with it. */
  #dropMarked(): Promise<Result<null, FailureOf<'store-unreadable'>>> {
    return this.#file.update<null, FailureOf<'store-unreadable'>>((present) => {
      const keys = this.#keysFor(present);
      if (present === null || keys === null) return succeed({ next: present, answer: null });
      return succeed({ next: withoutMarked(keys, present), answer: null });
    });
  }

  #take(keys: OpenKeys): void {
    this.lock();
    this.#keys = keys;
  }

  /** The keys of this content; those of another passphrase, which another process replaced, are of no use any more. */
  #keysFor(content: SecretContent): OpenKeys | null {
    if (this.#keys !== null && this.#keys.salt !== content?.salt) this.lock();
    return this.#keys;
  }
}

const locked = () =>
  fail('unavailable', 'store', 'The remembered secrets are locked.', 'Open them with the master passphrase.');

function openEntry(keys: SecretKeys, id: string, { entries }: ProtectedContent): SecretEntry | null {
  const sealed = Object.hasOwn(entries, id) ? entries[id] : undefined;
  return sealed === undefined ? null : unseal(keys, id, sealed);
}

function without(entries: ProtectedContent['entries'], ids: readonly string[]): ProtectedContent['entries'] {
  return Object.fromEntries(Object.entries(entries).filter(([id]) => !ids.includes(id)));
}

/** The content without what was removed while it was locked, so that what is kept under such a name later stays. */
function withoutMarked(keys: SecretKeys, { removed, ...content }: ProtectedContent): ProtectedContent {
  if (removed === undefined) return content;
  const gone = Object.keys(content.entries).filter((id) => {
    const entry = openEntry(keys, id, content);
    return entry !== null && isMarked({ salt: content.salt, removed }, entry.name);
  });
  return withSum({ ...content, entries: without(content.entries, gone) });
}
