import { hidePrivateKeys } from '../../remote/redaction/private-keys.ts';
import { hideForms } from '../../remote/redaction/secret-forms.ts';

const secretKey = /^(?:secrets?|pass(?:word|phrase)|privateKey|token|cookies?|authorization|set-cookie|answers?)$/i;
const censored = '[redacted]';
const deepest = 12;

function redactText(text: string): string {
  return hideForms(hidePrivateKeys(text, 'outside').text);
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, secretKey.test(key) ? censored : redactValue(item, depth + 1)]),
  );
}

/**
 * One line of the log without secrets: the value of a key that is named after one, at any depth, and whatever looks like
 * a key, a token or a password in any text, also where an error's message or a host's own words brought it along.
 */
export function redactLine(line: string): string {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    // No JSON: it is a text like any other.
    return redactText(line);
  }
  return `${JSON.stringify(redactValue(record, 0))}\n`;
}
