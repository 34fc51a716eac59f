import { matchesPatterns } from '../ssh/patterns.ts';
import { plainText } from '../ssh/plain-text.ts';
import type { Condition, ConfigBlock, ConfigFile, ConfigLine } from './config-file.ts';
import { isKnownKeyword, noteAbout, singleWordKeywords } from './keywords.ts';
import { parseMatch } from './parse-match.ts';
import { splitLine, splitWords } from './words.ts';

/** What the parser asks of whoever reads the files. */
export interface ParseContext {
  /** The files of one `Include`, in order. */
  include(patterns: readonly string[], lineNumber: number): Promise<readonly ConfigFile[]>;
  report(lineNumber: number, message: string): void;
  /** Patterns of unknown keywords that nobody wants to hear of; shared by all files. */
  readonly ignoredKeywords: string[];
}

const quoted = (text: string) => `"${plainText(text, 60)}"`;

function hostCondition(words: readonly string[] | null, report: (message: string) => void): Condition {
  if (words !== null && words.length > 0 && !words.includes('')) return { kind: 'host', patterns: words };
  const reason = words === null ? 'A quote of this Host is not closed' : 'This Host names nothing';
  report(`${reason}, so what stands below it never counts.`);
  return { kind: 'never' };
}

/** Why a line is passed over; null when it counts. */
function refusalOf(keyword: string, words: readonly string[] | null, text: string, ignored: readonly string[]) {
  if (!isKnownKeyword(keyword)) {
    if (ignored.some((patterns) => matchesPatterns(keyword, patterns.toLowerCase().split(',')))) return '';
    return `${quoted(keyword)} is no setting of OpenSSH.`;
  }
  if (words === null) return 'A quote of this line is not closed.';
  if (words.length === 0) return `${quoted(keyword)} is given no value.`;
  const word = words[0] ?? '';
  if (singleWordKeywords.has(keyword) && (words.length > 1 || word === '')) {
    return `${quoted(keyword)} takes one value, not ${quoted(text)}.`;
  }
  const isPort = /^\d{1,5}$/.test(word) && Number(word) >= 1 && Number(word) <= 65535;
  return keyword === 'port' && !isPort ? `The port must be 1 to 65535, not ${quoted(word)}.` : null;
}

/** Reads the text of one file. Lines that OpenSSH would end at are passed over and told. */
export async function parseConfig(text: string, context: ParseContext): Promise<ConfigFile> {
  const blocks: (ConfigBlock & { readonly lines: ConfigLine[] })[] = [{ condition: { kind: 'always' }, lines: [] }];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    const report = (message: string) => context.report(index + 1, message);
    const parts = splitLine(line);
    if (parts === null) continue;
    const { rest } = parts;
    const keyword = parts.keyword === 'identityfile2' ? 'identityfile' : parts.keyword;
    const words = splitWords(rest);
    if (keyword === 'match') {
      const { condition, problem } = parseMatch(rest);
      if (problem !== null) report(problem);
      blocks.push({ condition, lines: [] });
      continue;
    }
    if (keyword === 'host') {
      blocks.push({ condition: hostCondition(words, report), lines: [] });
      continue;
    }
    const refusal = refusalOf(keyword, words, rest, context.ignoredKeywords);
    if (refusal !== null || words === null) {
      if (refusal !== null && refusal !== '') report(refusal);
      continue;
    }
    const note = noteAbout(keyword, words[0] ?? '');
    if (note !== null) report(note);
    if (keyword === 'ignoreunknown') context.ignoredKeywords.push(...words);
    const included = keyword === 'include' ? await context.include(words, index + 1) : [];
    blocks.at(-1)?.lines.push({ keyword, words, text: rest, included });
  }
  return { blocks };
}
