/** Lower-case letters, digits and single hyphens; empty when nothing of the text survives. */
export function slugOf(text: string, maximumLength: number): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, maximumLength)
    .replace(/^-+|-+$/g, '');
}
