import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { ImportReport } from '../../contract/profile-exchange.ts';
import { type Profile, type ProfileDraft, profile, profileDraft } from '../../contract/profiles.ts';
import { plainText } from '../ssh/plain-text.ts';
import { freeName, isNamed, newId } from './names.ts';

/** One profile of a document, as far as it can be read. */
interface Row {
  readonly id: string | null;
  readonly draft: ProfileDraft;
}
type Skipped = ImportReport['skipped'][number];

const identified = z.looseObject({ id: profile.shape.id.optional() });

/** A sentence about a field; messages of the contract name it themselves. */
function reasonOf({ issues: [issue] }: z.ZodError): string {
  if (issue === undefined) return 'The server is not valid.';
  const field = issue.path.map(String).join('.');
  const isNamedInIt = issue.code === 'custom' || !issue.message.startsWith('Invalid ');
  if (isNamedInIt) return `${plainText(issue.message, 200)}.`;
  return field === '' ? 'This is no server.' : `The field "${plainText(field, 60)}" is missing or not of its kind.`;
}

function nameOf(row: unknown, index: number): string {
  const named = z.object({ name: z.string().min(1) }).safeParse(row);
  return named.success ? plainText(named.data.name, 80).replace(/\s+/g, ' ') : `Server ${index + 1}`;
}

function parseRow(row: unknown): { readonly row: Row } | { readonly reason: string } {
  const id = identified.safeParse(row);
  if (!id.success) return { reason: reasonOf(id.error) };
  const draft = profileDraft.safeParse(row);
  return draft.success ? { row: { id: id.data.id ?? null, draft: draft.data } } : { reason: reasonOf(draft.error) };
}

/** Whether a profile is what a draft would become, but for a number after its name and for a lent agent. */
function isSame({ id: _id, name, ...kept }: Profile, { name: wanted, ...draft }: ProfileDraft): boolean {
  const rest = { ...kept, isAgentForwarded: draft.isAgentForwarded };
  const isSameName = name === wanted || (name.startsWith(`${wanted} `) && /^\d+$/.test(name.slice(wanted.length + 1)));
  return isSameName && isDeepStrictEqual(rest, draft);
}

class RowImport {
  readonly skipped: Skipped[] = [];
  readonly added = new Map<number, Profile>();
  readonly #all: Profile[];
  readonly #rows: readonly unknown[];
  readonly #parsed: readonly ReturnType<typeof parseRow>[];
  readonly #indexById = new Map<string, number>();
  /** Where a row went: the id it has here, or null when it was left out. `undefined` while it is under way. */
  readonly #placed = new Map<number, string | null | undefined>();

  constructor(all: readonly Profile[], rows: readonly unknown[]) {
    this.#all = [...all];
    this.#rows = rows;
    this.#parsed = rows.map(parseRow);
    for (const [index, parsed] of this.#parsed.entries()) {
      const id = 'row' in parsed ? parsed.row.id : null;
      if (id !== null && !this.#indexById.has(id)) this.#indexById.set(id, index);
    }
  }

  /** Saves a row after those on the way to it; answers its id here. */
  place(index: number): string | null {
    if (this.#placed.has(index)) return this.#placed.get(index) ?? null;
    this.#placed.set(index, undefined);
    const id = this.#settle(index);
    this.#placed.set(index, id);
    return id;
  }

  #settle(index: number): string | null {
    const parsed = this.#parsed[index];
    if (parsed === undefined || 'reason' in parsed) return this.#skip(index, parsed?.reason ?? 'This is no server.');
    const { id, draft: written } = parsed.row;
    const jump = written.jumpProfileId;
    const jumpProfileId = jump === null ? null : this.#jump(jump);
    if (jump !== null && jumpProfileId === null) {
      return this.#skip(index, `Jump server "${jump}" is not among what could be imported.`);
    }
    // Lending keys is for whoever owns them to decide, in the form that says what it risks, and not for a file.
    const draft = { ...written, jumpProfileId, isAgentForwarded: false };
    const present = this.#all.find((one) => isSame(one, draft));
    if (present !== undefined) {
      this.#skip(
        index,
        present.name === draft.name ? 'It is here already.' : `It is here already, as "${present.name}".`,
        true,
      );
      return present.id;
    }
    const name = freeName(draft.name, this.#all);
    const isFree = id !== null && !this.#all.some((other) => isNamed(other, id));
    const saved: Profile = { ...draft, id: isFree ? id : newId(name, this.#all), name };
    this.#all.push(saved);
    this.added.set(index, saved);
    return saved.id;
  }

  #jump(id: string): string | null {
    const index = this.#indexById.get(id);
    if (index === undefined) return null;
    // A row that waits for itself is on a way in a circle.
    return this.#placed.has(index) ? (this.#placed.get(index) ?? null) : this.place(index);
  }

  #skip(index: number, reason: string, isHere = false): null {
    this.skipped.push({ name: nameOf(this.#rows[index], index), reason, isHere });
    return null;
  }
}

/** The list with the rows of a document after it. A row that cannot be taken is left out with the reason. */
export function importRows(
  all: readonly Profile[],
  rows: readonly unknown[],
): { readonly next: Profile[]; readonly answer: ImportReport } {
  const run = new RowImport(all, rows);
  for (const index of rows.keys()) run.place(index);
  const added = [...run.added].sort(([one], [other]) => one - other).map(([, saved]) => saved);
  return { next: [...all, ...added], answer: { added, skipped: run.skipped } };
}
