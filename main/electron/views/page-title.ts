import { longestViewTitle } from '../../contract/views.ts';

/** A title as a page chose it, as one line that hides nothing and turns no direction. */
export function cleanTitle(title: string): string {
  // A page may choose a title of any length; nothing beyond this can be shown.
  const line = title
    .slice(0, 4 * longestViewTitle)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  if (line.length <= longestViewTitle) return line;
  let cut = '';
  for (const character of line) {
    if (cut.length + character.length >= longestViewTitle) break;
    cut += character;
  }
  return `${cut}…`;
}
