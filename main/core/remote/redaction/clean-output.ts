import { cleanLine, cleanText } from '../untrusted.ts';
import { redactText } from './redact.ts';
import { hideForms } from './secret-forms.ts';

/** A line that was cut off at its beginning is no longer than this where a secret in it matters. */
const longestCutLine = 16_384;

/** What programs printed on a host, for display over several lines and without secrets. The tail is kept when it is too long. */
export function cleanOutput(text: string, maximumLength = 16_384): string {
  const lines = cleanText(text, maximumLength + longestCutLine);
  return redactText(lines, { isTail: true }).slice(-maximumLength);
}

/** The same for one line of display, such as a command line; what is too long is cut at its end. */
export function cleanOutputLine(text: string, maximumLength = 500): string {
  return hideForms(cleanLine(text, maximumLength));
}
