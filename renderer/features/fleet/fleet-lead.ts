import { countOf } from '../../lib/format.ts';

/** A piece of a sentence; names are strong. */
export interface LeadWord {
  readonly text: string;
  readonly isStrong: boolean;
}

/** What the first sentence is made of, for one server. */
export interface LeadEntry {
  readonly name: string;
  readonly isLinked: boolean;
  /** Why it needs the user, as a predicate: "asks you", "cannot be reached"; null when it does not. */
  readonly need: string | null;
}

/** More than these are told as a number: they are listed below. */
const namedCount = 2;

/** The first line about all servers: what needs the user, by name; quiet is said too. */
export function leadOf(entries: readonly LeadEntry[]): readonly LeadWord[] {
  const linkedCount = entries.filter(({ isLinked }) => isLinked).length;
  const needing = entries.filter(({ need }) => need !== null);
  const total = countOf(entries.length, 'server');
  if (needing.length === 0) return [plain(quietWords(linkedCount, entries.length))];
  const named = needing
    .slice(0, namedCount)
    .flatMap(({ name, need }, index) => [
      plain(index === 0 ? '' : '; '),
      { text: name, isStrong: true },
      plain(` ${need}`),
    ]);
  const more = needing.length - namedCount;
  const lead = `${needing.length === 1 ? 'One server needs' : `${needing.length} servers need`} you: `;
  const rest = `${more > 0 ? `; and ${more} more` : ''}. ${linkedCount} of ${total} ${linkedCount === 1 ? 'is' : 'are'} linked.`;
  return [plain(lead), ...named, plain(rest)].filter(({ text }) => text !== '');
}

const plain = (text: string): LeadWord => ({ text, isStrong: false });

function quietWords(linkedCount: number, count: number): string {
  if (linkedCount === 0) {
    return `None of your ${countOf(count, 'server')} is linked. Looking at this page connects nothing; what runs on them keeps running.`;
  }
  if (linkedCount === count) return `All ${countOf(count, 'server')} are linked. Everything is quiet.`;
  return `${linkedCount} of ${countOf(count, 'server')} ${linkedCount === 1 ? 'is' : 'are'} linked. Everything is quiet.`;
}
