import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { coreContract } from '../../../main/contract/contract.ts';
import { parseInput } from '../../../main/transport/parse-input.ts';

const schema = z.object({
  profile: z.string().min(1),
  draft: z.object({ address: z.string(), roots: z.array(z.string()) }),
});
const sentenceOf = (checked: z.ZodType, input: unknown) => {
  const parsed = parseInput(checked, input);
  return parsed.ok ? null : parsed.sentence;
};
const sentence = (input: unknown) => sentenceOf(schema, input);

describe('the sentence for a bad input', () => {
  it.each([
    [{ profile: 'a', draft: { roots: [] } }, '"address" is missing.'],
    [{ profile: '', draft: { address: 'b', roots: [] } }, '"profile" must not be empty.'],
    [{ profile: 'a', draft: { address: 'b', roots: [7] } }, '"roots" must be of type string.'],
    [7, 'The input must be of type object.'],
  ])('names the field for %j', (input, expected) => {
    expect(sentence(input)).toBe(expected);
  });

  it('says in the words of the contract why a name of an entry is refused', () => {
    const { configure } = coreContract.instances;
    const input = (environment: object) => ({ profile: 'a', repository: 'b', settings: { environment } });
    expect(sentenceOf(configure.input, input({ NODE_OPTIONS: 'x' }))).toBe(
      'This variable is set by Berth or the system.',
    );
    expect(sentenceOf(configure.input, input({ 'a b': 'x' }))).toBe('Variable name must be letters, digits and _.');
  });
});
