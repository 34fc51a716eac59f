/** A title is shown in a tab, where more could not be read. */
const longestTitle = 120;

/** What a program calls its window, without signs that control, hide or turn what is beside them. */
export function cleanTitle(title: string): string {
  const visible = title.replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, ' ');
  return Array.from(visible.replaceAll(/\s+/g, ' ').trim()).slice(0, longestTitle).join('');
}
