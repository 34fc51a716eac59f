/** Rules that programs draw over the whole width; what is longer than this would wrap. */
const longRule = /([─━═╌┄_=-])\1{23,}/gu;
const shortRuleLength = 24;

/** The text of a screen to be read in any width: without blank ends, and with short rules. */
export function readableScreen(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd().replaceAll(longRule, (_rule, sign: string) => sign.repeat(shortRuleLength)))
    .join('\n')
    .replaceAll(/\n{4,}/g, '\n\n\n')
    .trimEnd();
}
