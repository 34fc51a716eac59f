import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseInput } from '../../../main/transport/parse-input.ts';

const schema = z.object({
  profile: z.string().min(1),
  draft: z.object({ address: z.string(), roots: z.array(z.string()) }),
});
const sentence = (input: unknown) => {
  const parsed = parseInput(schema, input);
  return parsed.ok ? null : parsed.sentence;
};

describe('the sentence for a bad input', () => {
  it.each([
    [{ profile: 'a', draft: { roots: [] } }, '"address" is missing.'],
    [{ profile: '', draft: { address: 'b', roots: [] } }, '"profile" must not be empty.'],
    [{ profile: 'a', draft: { address: 'b', roots: [7] } }, '"roots" must be of type string.'],
    [7, 'The input must be of type object.'],
  ])('names the field for %j', (input, expected) => {
    expect(sentence(input)).toBe(expected);
  });
});
