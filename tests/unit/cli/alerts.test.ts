import { expect, test } from 'vitest';
import { alertLog } from '../../../main/contract/alerts.ts';
import { succeed } from '../../../main/contract/failure.ts';
import { plainAlertSettings } from '../../support/fake-core/seeing/fake-alerts.ts';
import { hostlessCore } from '../../support/fakes/hostless-core.ts';
import { tryCli } from './world.ts';

test('settings are given as the document that they are printed as, and no rule is a flag', async () => {
  const settings = plainAlertSettings();
  const core = () =>
    hostlessCore({
      alerts: {
        settings: async () => succeed(settings),
        configure: async (input) => succeed(input.settings),
      },
    });
  const printed = await tryCli(['alerts', 'settings', '--profile', 'p'], { core });
  const changed = { ...(JSON.parse(printed.stdout) as typeof settings), suspendsUnderPressure: true };
  const configure = (text: string) => tryCli(['alerts', 'configure', '--profile', 'p', '-'], { core, stdin: text });
  const { code, stdout } = await configure(JSON.stringify(changed));
  expect([code, JSON.parse(stdout)]).toEqual([0, changed]);
  expect((await configure('no JSON')).code).toBe(2);
});

test('alerts are a table for people', async () => {
  const entry = {
    number: 2,
    kind: 'memory',
    state: 'raised',
    atMs: Date.now() - 125_000,
    target: null,
    instanceId: 'api',
    repository: 'harbor-api',
    share: 0.9,
    isQuiet: false,
    message: '90 % of the memory are in use.',
    nextStep: 'Look.',
    deliveries: [{ channel: 'ntfy', outcome: 'delivered', detail: null }],
    session: null,
  };
  const log = alertLog.parse({ raised: [entry], entries: [entry, { ...entry, number: 1, state: 'cleared' }] });
  const core = hostlessCore({ alerts: { list: async () => succeed(log) } });
  let text = '';
  const stdout = { write: (part: string) => (text += part), isTTY: true };
  await tryCli(['alerts', 'list', '--profile', 'p'], { core: () => core, stdout });
  expect(text.split('\n')[1]).toMatch(
    /^2 min.* +raised +memory +harbor-api +ntfy delivered +90 % of the memory are in use\.$/,
  );
  expect(text).toMatch(/\n\nBefore:\nAGO/);
});
