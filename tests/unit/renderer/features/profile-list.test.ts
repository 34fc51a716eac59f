import { expect, test } from 'vitest';
import { type Profile, profile } from '../../../../main/contract/profiles.ts';
import { moveBy, moveTo } from '../../../../renderer/features/profiles/arrange-profiles.ts';
import {
  addressWords,
  companions,
  fillFromHost,
} from '../../../../renderer/features/profiles/exchange/ssh-config-choice.ts';
import { emptyForm } from '../../../../renderer/features/profiles/form/profile-form.ts';
import { jumpsTo, possibleJumps } from '../../../../renderer/features/profiles/form/profile-way.ts';
import { findServers } from '../../../../renderer/lib/find-servers.ts';
import { fakeSshConfigHost } from '../../../support/fake-core/fake-profiles.ts';

const make = (name: string, more: Partial<Profile> = {}) =>
  profile.parse({ id: name, name, address: `${name}.example.org`, user: 'deploy', ...more });
const names = (profiles: readonly Profile[]) => profiles.map(({ name }) => name);

const bastion = make('bastion', { tags: ['prod'] });
const middle = make('middle', { jumpProfileId: 'bastion' });
const db = make('db', { jumpProfileId: 'middle', tags: ['prod', 'Europe'] });
const all = [bastion, middle, db];

test('a server is found by every word, in its name, address, user or tags', () => {
  expect(names(findServers(all, 'PROD'))).toEqual(['bastion', 'db']);
  expect(names(findServers(all, 'eur prod'))).toEqual(['db']);
  expect(names(findServers(all, 'middle.ex'))).toEqual(['middle']);
  expect(findServers(all, '  ')).toBe(all);
});

test('a move takes one server to its place and leaves the others in theirs', () => {
  const ids = ['a', 'b', 'c', 'd'];
  expect(moveTo(ids, 'a', 3)).toEqual(['b', 'c', 'a', 'd']);
  expect(moveTo(ids, 'd', 1)).toEqual(['a', 'd', 'b', 'c']);
  expect(moveTo(ids, 'b', 4)).toEqual(['a', 'c', 'd', 'b']);
  expect(moveBy(ids, 'b', 1)).toEqual(['a', 'c', 'b', 'd']);
  expect(moveBy(ids, 'b', -1)).toEqual(['b', 'a', 'c', 'd']);
  expect(moveBy(ids, 'a', -1)).toBe(ids);
  expect(moveBy(ids, 'd', 1)).toBe(ids);
});

test('a way is followed to its beginning, and never offered where it would be a circle', () => {
  expect(names(jumpsTo(all, 'middle'))).toEqual(['bastion', 'middle']);
  expect(names(jumpsTo([make('a', { jumpProfileId: 'b' }), make('b', { jumpProfileId: 'a' })], 'a'))).toEqual([
    'b',
    'a',
  ]);
  expect(names(possibleJumps(all, 'bastion'))).toEqual([]);
  expect(names(possibleJumps(all, 'middle'))).toEqual(['bastion']);
  expect(names(possibleJumps(all, null))).toEqual(['bastion', 'middle', 'db']);
});

test('hosts on the way come along unless they are ticked or saved', () => {
  const hosts = [
    fakeSshConfigHost('gate'),
    fakeSshConfigHost('old', { profileId: 'old' }),
    fakeSshConfigHost('db', { jumps: ['gate', 'old'] }),
  ];
  expect(companions(hosts, new Set(['db']))).toEqual(['gate']);
  expect(companions(hosts, new Set(['db', 'gate']))).toEqual([]);
});

test('what ~/.ssh/config says is put into the form, with the way through a saved server', () => {
  const host = fakeSshConfigHost('x', {
    address: '::1',
    port: 2200,
    keyPath: '~/.ssh/k',
    jumps: ['bastion', 'middle'],
  });
  expect(addressWords(host)).toBe('deploy@[::1]:2200');
  expect(fillFromHost({ ...emptyForm(), authMethod: 'key' }, host, all)).toMatchObject({
    address: '::1',
    port: '2200',
    user: 'deploy',
    keyPath: '~/.ssh/k',
    agentKeyPath: '~/.ssh/k',
    isKeyFromFile: true,
    jumpProfileId: 'middle',
  });
  // A key that the file does not name is typed in the form, and stays to be typed in.
  const typed = { ...emptyForm(), sshConfigHost: 'x', agentKeyPath: '~/.ssh/o' };
  expect(fillFromHost(typed, { ...host, keyPath: null }, all)).toMatchObject({
    agentKeyPath: '~/.ssh/o',
    isKeyFromFile: false,
  });
});
