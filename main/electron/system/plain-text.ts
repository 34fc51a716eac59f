/**
 * A text as the system may show it. Some systems read marks in it, links and pictures too, and a host has a say in the
 * words: nothing in them may lead anywhere, hide, turn the direction, or push the rest out of sight.
 */
export function plainText(text: string, longest: number): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .trim();
  const characters = Array.from(line);
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`;
}
