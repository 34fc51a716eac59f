/** What a changelog says of a version, without its heading. Throws where it says nothing: a release is told of by hand. */
export function chapterOf(version: string, changelog: string): string {
  const chapters = changelog.split(/^## /m).slice(1);
  const chapter = chapters.find((one) => one.split(/\s/, 1)[0]?.replaceAll(/[[\]]/g, '') === version);
  const words = chapter?.slice(chapter.indexOf('\n')).trim() ?? '';
  if (words === '') throw new Error(`CHANGELOG.md says nothing of ${version}.`);
  return `${words}\n`;
}
