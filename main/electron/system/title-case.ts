const small = new Set(['a', 'an', 'and', 'in', 'of', 'or', 'the', 'to']);

/** Words as the menus of macOS write them: all of them with a capital, but for the small ones in the middle. */
export function titleCase(text: string): string {
  return text
    .split(' ')
    .map((word, index) => (index > 0 && small.has(word) ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ');
}
