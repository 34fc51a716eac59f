/**
 * The words of a command line, as a shell would part them; a prompt before it is left out, and nothing is expanded. Only a
 * backslash before a blank, a quote or a backslash is one of the shell's: others are parts of a path of Windows.
 */
export function splitWords(text: string): readonly string[] {
  const words = text
    .trim()
    .replace(/^\S*[$#%>]\s+/, '')
    .matchAll(/(?:"(?:\\["\\]|[^"])*"|'[^']*'|\\[\s"'\\]|[^\s"'])+/g);
  return [...words].map(([word]) =>
    word.replaceAll(
      /"((?:\\["\\]|[^"])*)"|'([^']*)'|\\([\s"'\\])/g,
      (_all, inDouble?: string, inSingle?: string, escaped?: string) =>
        inDouble?.replaceAll(/\\(["\\])/g, '$1') ?? inSingle ?? escaped ?? '',
    ),
  );
}
