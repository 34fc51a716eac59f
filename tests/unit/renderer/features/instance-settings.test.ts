import { expect, test } from 'vitest';
import { extraArgumentPatterns } from '../../../../main/contract/instance-settings.ts';
import { instanceSettings } from '../../../../main/contract/instances.ts';
import {
  argumentKinds,
  argumentOf,
  argumentRow,
  argumentsToAdd,
} from '../../../../renderer/features/instances/argument-choices.ts';
import {
  checkInstanceSettings,
  instanceSettingsForm,
} from '../../../../renderer/features/instances/instance-settings-form.ts';
import {
  closeInstanceSettings,
  createInstanceSettingsModel,
  openInstanceSettings,
} from '../../../../renderer/features/instances/instance-settings-model.ts';
import { createFakeCore } from '../../../support/fake-core/fake-core.ts';

const gibi = 1024 ** 3;
const plain = instanceSettings.parse({});

test('what is saved comes back the same through the form', () => {
  const settings = instanceSettings.parse({
    memoryLimitBytes: 1.5 * gibi,
    idleMinutes: 0,
    extraArguments: ['--log=debug', '--enable-proposed-api=a.b', '--verbose'],
    environment: { NODE_ENV: 'development', EMPTY: '' },
  });
  expect(instanceSettingsForm(settings)).toMatchObject({ memoryLimit: '1.5', memoryUnit: 'GB', idleChoice: 'never' });
  expect(checkInstanceSettings(instanceSettingsForm(settings))).toEqual({ ok: true, settings });
  expect(checkInstanceSettings(instanceSettingsForm(plain))).toEqual({ ok: true, settings: plain });
  const odd = { ...plain, memoryLimitBytes: 300_000_000, idleMinutes: 45 };
  expect(checkInstanceSettings(instanceSettingsForm(odd))).toEqual({ ok: true, settings: odd });
});

test('what is wrong is told at its field, in words about what was typed', () => {
  const form = {
    ...instanceSettingsForm(plain),
    memoryLimit: '100',
    memoryUnit: 'MB' as const,
    idleChoice: 'minutes' as const,
    idleMinutes: 'soon',
    extraArguments: [argumentRow('--verbose'), argumentRow('--locale=not a language')],
    variables: [
      { name: '', value: '' },
      { name: 'PATH_EXTRA', value: 'one' },
      { name: 'LD_PRELOAD', value: 'x.so' },
      { name: 'PATH_EXTRA', value: 'two' },
    ],
  };
  expect(checkInstanceSettings(form)).toEqual({
    ok: false,
    errors: {
      memoryLimit: 'Memory limit must be at least 256 MB',
      idleMinutes: 'Idle minutes must be a number',
      'argument-1': 'Not a value of --locale; it looks like de',
      'variable-2': 'This variable is set by Berth or the system',
      'variable-3': 'PATH_EXTRA is there twice',
    },
  });
  expect(checkInstanceSettings({ ...instanceSettingsForm(plain), memoryLimit: 'much' })).toMatchObject({
    errors: { memoryLimit: 'Memory limit must be a number' },
  });
});

test('every argument that the contract allows can be chosen, and every choice is allowed', () => {
  const examples = argumentKinds.map((kind) => argumentOf({ flag: kind.flag, value: kind.example ?? '' }));
  for (const example of examples) expect(extraArgumentPatterns.some((pattern) => pattern.test(example))).toBe(true);
  for (const pattern of extraArgumentPatterns) expect(examples.some((example) => pattern.test(example))).toBe(true);
  const rows = examples.map(argumentRow);
  expect(argumentsToAdd(rows).map(({ flag }) => flag)).toEqual(['--enable-proposed-api']);
});

test('the dialog reads, saves on the host, and forgets an answer that comes after it was closed', async () => {
  const core = createFakeCore();
  const context = { signal: new AbortController().signal };
  await core.handlers.hosts.connect({ profile: 'frankfurt-1', isKept: false }, context);
  const { instances, hosts } = core.handlers;
  const client = {
    instances: {
      settings: (input: never) => instances.settings(input, context),
      configure: (input: never) => instances.configure(input, context),
    },
    hosts: {
      settings: (input: never) => hosts.settings(input, context),
      supervision: (input: never) => hosts.supervision(input, context),
    },
  };
  const model = createInstanceSettingsModel(client as never);
  openInstanceSettings({ profileId: 'frankfurt-1', repositoryId: 'actmcp', repository: 'actmcp' });
  await model.read();
  expect(model.store.getState()).toMatchObject({ phase: 'ready', settings: plain, hostIdleMinutes: 30 });
  const wanted = { ...plain, idleMinutes: 5 };
  expect(await model.save(wanted)).toEqual({ ok: true, value: wanted });
  expect(core.host('frankfurt-1').instanceSettings.get('actmcp')).toEqual(wanted);

  const reading = model.read();
  closeInstanceSettings();
  await reading;
  expect(model.store.getState()).toEqual({ phase: 'closed' });
});
