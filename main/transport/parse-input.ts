import type { z } from 'zod';
import { fail } from '../contract/failure.ts';

/** Words for zod's own issues; a message written in the contract wins over these. */
function describeIssue(issue: z.core.$ZodRawIssue): string {
  // Users know fields, not the objects they travel in.
  const name = issue.path?.findLast((part) => typeof part === 'string');
  const field = name === undefined ? 'The input' : `"${name}"`;
  if (issue.input === undefined) return `${field} is missing`;
  switch (issue.code) {
    case 'invalid_type':
      return `${field} must be of type ${issue.expected}`;
    case 'invalid_value':
      return `${field} must be one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return `${field} must not be empty`;
      return `${field} is too short or too small; the least is ${issue.minimum}`;
    case 'too_big':
      return `${field} is too long or too large; the most is ${issue.maximum}`;
    default:
      return `${field} is not valid`;
  }
}

/** What to say about an issue; one about the name of a record's entry wraps the issue that says what is wrong with it. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  const { message } = (issue.code === 'invalid_key' ? issue.issues[0] : null) ?? issue;
  return message.replace(/\.$/, '');
}

/** Checks an input against its schema; the error is one sentence that names the field. */
export function parseInput(
  schema: z.ZodType,
  input: unknown,
): { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly sentence: string } {
  const parsed = schema.safeParse(input, { error: describeIssue });
  if (parsed.success) return { ok: true, value: parsed.data };
  const messages = new Set(parsed.error.issues.map(sentenceOf));
  return { ok: false, sentence: `${[...messages].slice(0, 3).join('; ')}.` };
}

/** The failure for an input that the schema refused. */
export function invalidInput(sentence: string) {
  return fail('invalid-input', 'input', sentence, 'Correct the input and try again.');
}
