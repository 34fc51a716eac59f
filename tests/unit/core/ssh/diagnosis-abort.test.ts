import { afterEach, expect, test, vi } from 'vitest';
import { profile as profileSchema } from '../../../../main/contract/profiles.ts';
import type { DiagnosisOptions } from '../../../../main/core/ssh/diagnosis/diagnosis.ts';
import { defaultTimings } from '../../../../main/core/ssh/timings.ts';
import { dialTcp } from '../../../../main/core/ssh/way/dial-tcp.ts';
import { straightWay } from '../../../../main/core/ssh/way/way.ts';
import { ManualClock } from '../../../support/fakes/clock.ts';

/** Other tests of this process have loaded the modules with the system's own name server already, and others still will. */
async function withNameServer(lookup: () => Promise<never>) {
  vi.resetModules();
  vi.doMock('node:dns/promises', () => ({ lookup }));
  const { createDiagnosis } = await import('../../../../main/core/ssh/diagnosis/diagnosis.ts');
  return createDiagnosis;
}
afterEach(() => {
  vi.doUnmock('node:dns/promises');
  vi.resetModules();
});

test('A diagnosis that waits for the answer of a name server is called off at once', async () => {
  const asked = Promise.withResolvers<void>();
  const createDiagnosis = await withNameServer(() => {
    asked.resolve();
    return new Promise(() => {});
  });
  const profile = profileSchema.parse({ id: 'box', name: 'box', address: 'slow.example', user: 'me' });
  const options: DiagnosisOptions = {
    profile,
    name: () => profile.name,
    way: straightWay(profile, dialTcp(profile)),
    knownHosts: {
      check: async () => ({
        ok: true,
        value: { knownTypes: [], check: () => ({ kind: 'unknown' }), learn: async () => null },
      }),
    } as unknown as DiagnosisOptions['knownHosts'],
    credentialSources: {
      secrets: { read: async () => null, forget: async () => {} },
      homeDirectory: '/nonexistent',
      agentSocket: null,
    },
    clock: new ManualClock(),
    timings: defaultTimings,
    version: '0',
  };
  const calledOff = new AbortController();
  const diagnosing = createDiagnosis(options)(calledOff.signal, [], { onHostKeys: () => {} });
  await asked.promise;
  calledOff.abort();
  const { steps, failure } = await diagnosing;
  expect(failure).toBeNull();
  expect(steps[0]).toMatchObject({ outcome: 'skipped', message: 'The diagnosis was called off.' });
  expect(steps.map(({ outcome }) => outcome)).not.toContain('ok');
});
