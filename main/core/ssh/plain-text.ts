/** Text of a host for display: control characters and direction marks gone, at most `limit` characters. */
export function plainText(text: string, limit = 2_000): string {
  const clean = text.replace(/[^\P{C}\n\t]/gu, '');
  return clean.length > limit ? `${clean.slice(0, limit)}…` : clean;
}
