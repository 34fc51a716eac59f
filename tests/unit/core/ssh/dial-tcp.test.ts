import { expect, test } from 'vitest';
import { classifyError } from '../../../../main/core/ssh/classify-error.ts';
import { mostTelling } from '../../../../main/core/ssh/way/dial-tcp.ts';

const tried = (code: string, address: string) => Object.assign(new Error(`connect ${code} ${address}:22`), { code });

test('Of several addresses the one that says the most counts, and all that were tried are told', () => {
  const error = mostTelling(
    new AggregateError([tried('ENETUNREACH', '2001:db8::1'), tried('ECONNREFUSED', '192.0.2.1')]),
  );
  expect(classifyError(error, 'tcp')).toBe('refused');
  expect(error.message).toBe('connect ENETUNREACH 2001:db8::1:22\nconnect ECONNREFUSED 192.0.2.1:22');
});

test('Where no address says more than another, the first one counts; a single one is told as it is', () => {
  const nowhere = mostTelling(new AggregateError([tried('EADDRNOTAVAIL', '::1'), tried('ENETUNREACH', '192.0.2.1')]));
  expect(classifyError(nowhere, 'tcp')).toBe('no-route');
  const single = tried('ETIMEDOUT', '192.0.2.1');
  expect(mostTelling(single)).toBe(single);
});
