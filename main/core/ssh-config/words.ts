/**
 * The words of a line, as OpenSSH splits them: quotes of both kinds, a backslash before a quote, a backslash or (outside
 * of quotes) a space, and a `#` that begins a word ends the line. Null when a quote is not closed.
 */
export function splitWords(text: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    const following = text.charAt(index + 1);
    const isBlank = character === ' ' || character === '\t';
    if (quote === '' && isBlank) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    if (word === null && character === '#') break;
    word ??= '';
    if (character === '\\' && following !== '' && (`'"\\`.includes(following) || (quote === '' && following === ' '))) {
      word += following;
      index += 1;
    } else if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
    else word += character;
  }
  if (quote !== '') return null;
  if (word !== null) words.push(word);
  return words;
}

/** The words after `Match`, where `=` parts them like a blank and only `"` quotes. Null when a quote is not closed. */
export function splitCriteria(text: string): string[] | null {
  const words: string[] = [];
  let rest = text.trim();
  while (rest !== '' && !rest.startsWith('#')) {
    const found = /^(?:"([^"]*)"|([^\s"=]+))\s*=?\s*/.exec(rest);
    if (found === null) return null;
    words.push(found[1] ?? found[2] ?? '');
    rest = rest.slice(found[0].length);
  }
  return words;
}

/** The keyword of a line, in lower case, and what follows it; null for blank lines and comments. */
export function splitLine(line: string): { readonly keyword: string; readonly rest: string } | null {
  const found = /^\s*([^\s="#][^\s="]*)(?:\s*=\s*|\s+|(?=")|$)(.*)$/s.exec(line.trimEnd());
  return found === null ? null : { keyword: (found[1] ?? '').toLowerCase(), rest: found[2] ?? '' };
}
