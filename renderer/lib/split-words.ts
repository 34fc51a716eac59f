/** The words of a command line, as a shell would part them; a prompt before it is left out, and nothing is expanded. */
export function splitWords(text: string): readonly string[] {
  const words = text
    .trim()
    .replace(/^\$\s+/, '')
    .matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g);
  return [...words].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}
