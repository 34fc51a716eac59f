import { expect, test } from 'vitest';
import { hostSettings } from '../../../../main/contract/hosts.ts';
import {
  createPublicAddressModel,
  isReadableOnTheWay,
} from '../../../../renderer/features/instances/public-address-model.ts';
import { rowMenu } from '../../../../renderer/features/repositories/list/row-menu.ts';
import { createHostSettingsModel } from '../../../../renderer/features/settings/host-settings-model.ts';
import { createFakeCore } from '../../../support/fake-core/fake-core.ts';

const profile = 'frankfurt-1';
const actmcp = { profileId: profile, repositoryId: 'actmcp', repository: 'actmcp' };

async function linked() {
  const core = createFakeCore();
  const context = { signal: new AbortController().signal };
  await core.handlers.hosts.connect({ profile, isKept: false }, context);
  core.host(profile).settings = hostSettings.parse({ nginxKind: 'system' });
  const { instances, hosts } = core.handlers;
  const publicAddress = createPublicAddressModel({
    instances: { publicAddress: (input: never) => instances.publicAddress(input, context) },
  } as never);
  const settings = createHostSettingsModel({
    hosts: {
      settings: (input: never) => hosts.settings(input, context),
      supervision: (input: never) => hosts.supervision(input, context),
      configure: (input: never) => hosts.configure(input, context),
    },
    bases: { show: (input: never) => core.handlers.bases.show(input, context) },
  } as never);
  return { core, publicAddress, settings };
}

test('address and password are there while the dialog is open, and gone with it', async () => {
  const { publicAddress } = await linked();
  await publicAddress.open(actmcp);
  expect(publicAddress.store.getState()).toEqual({
    phase: 'ready',
    reference: actmcp,
    url: 'https://203.0.113.7/vscode/actmcp/',
    password: 'abcde-fghij-kmnpq-rstuv',
  });
  publicAddress.close();
  expect(publicAddress.store.getState()).toEqual({ phase: 'closed' });

  const opening = publicAddress.open(actmcp);
  publicAddress.close();
  await opening;
  expect(publicAddress.store.getState()).toEqual({ phase: 'closed' });
});

test('an answer of the one asked for before does not stand under the name of another', async () => {
  const { publicAddress } = await linked();
  const first = publicAddress.open(actmcp);
  const other = { ...actmcp, repositoryId: 'infra', repository: 'infra' };
  await Promise.all([first, publicAddress.open(other)]);
  expect(publicAddress.store.getState()).toMatchObject({
    phase: 'failed',
    reference: other,
    problem: { kind: 'instance-not-running', message: 'VS Code is not running for this repository.' },
  });
});

test('only TLS keeps what is typed from others on the way', () => {
  expect(isReadableOnTheWay('http://203.0.113.7/vscode/a/')).toBe(true);
  expect(isReadableOnTheWay('https://example.org/vscode/a/')).toBe(false);
});

test('the page follows which nginx the host has: learned, read by its dialog, and saved', async () => {
  const { core, settings } = await linked();
  const kind = () => settings.known.getState()[profile]?.nginxKind;
  expect(kind()).toBeUndefined();
  await settings.learn(profile);
  expect(kind()).toBe('system');
  await settings.open(profile);
  await settings.save(hostSettings.parse({}));
  expect(kind()).toBe('own');
  core.host(profile).settings = hostSettings.parse({ nginxKind: 'system' });
  core.setStatus(profile, { state: 'reconnecting' });
  await settings.learn(profile);
  expect(kind()).toBe('own');
});

test('the menu has it only with the host’s own nginx, and only for what runs', () => {
  const asked: string[] = [];
  const menu = (publicAddress: unknown, state: string, isLinked = true) =>
    rowMenu({ id: 'web', state, operation: null } as never, { publicAddress } as never, isLinked).filter(
      ({ label }) => label === 'Public address…',
    );
  const ask = ({ id }: { id: string }) => asked.push(id);
  expect(menu(null, 'running')).toEqual([]);
  expect(menu(ask, 'running')).toMatchObject([{ isDisabled: false }]);
  expect(menu(ask, 'suspended')).toMatchObject([{ isDisabled: true }]);
  expect(menu(ask, 'running', false)).toMatchObject([{ isDisabled: true }]);
  menu(ask, 'running')[0]?.onSelect();
  expect(asked).toEqual(['web']);
});
