import { describe, expect, it } from 'vitest';
import { limitWorker } from '../../../../main/core/gate/carrying/worker-policy.ts';

const limit = "connect-src 'self' http: https: data: blob:";

describe('a script', () => {
  it.each(['serviceworker', 'sharedworker'])(
    'that a %s begins with may open WebSockets to its own origin only',
    (kind) => {
      const answer: Record<string, string | string[]> = {
        'content-type': 'text/javascript',
        'content-security-policy': ["frame-ancestors 'self'"],
      };
      expect(limitWorker(answer, { 'sec-fetch-dest': [kind] })).toEqual({
        'content-type': 'text/javascript',
        'content-security-policy': ["frame-ancestors 'self'", limit],
      });
      expect(limitWorker({}, { 'sec-fetch-dest': [kind] })).toEqual({ 'content-security-policy': [limit] });
    },
  );

  it.each(['script', 'worker', 'document'])('of another kind, as %s, stays as it is', (kind) => {
    const answer = { 'content-security-policy': "default-src 'self'" };
    expect(limitWorker(answer, { 'sec-fetch-dest': [kind] })).toBe(answer);
    expect(limitWorker(answer, {})).toBe(answer);
  });
});
