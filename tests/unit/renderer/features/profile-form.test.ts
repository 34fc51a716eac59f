import { expect, test } from 'vitest';
import { profile } from '../../../../main/contract/profiles.ts';
import {
  checkForm,
  emptyForm,
  fillFrom,
  formOf,
  type ProfileForm,
} from '../../../../renderer/features/profiles/form/profile-form.ts';
import { agentSummary, sectionsWith } from '../../../../renderer/features/profiles/form/profile-sections.ts';

const check = (form: ProfileForm) => checkForm(form, 'Linux x86_64');

const good = { ...emptyForm(), address: '203.0.113.7', user: 'deploy' };

test('a form with address and user is enough; the name is the address and the rest are the contract’s defaults', () => {
  const checked = check(good);
  expect(checked).toMatchObject({
    ok: true,
    draft: { name: '203.0.113.7', port: 22, portFirst: 8888, portLast: 8899, authMethod: 'agent', keyPath: null },
  });
});

test('every wrong field is told in the contract’s words, and an empty name only at the address', () => {
  const checked = check({ ...emptyForm(), port: 'x', authMethod: 'key', portFirst: '9000', portLast: '8000' });
  expect(checked).toMatchObject({
    ok: false,
    errors: {
      address: 'Address must not be empty',
      user: 'User must not be empty',
      port: 'Port must be a number',
    },
  });
  if (!checked.ok) expect(checked.errors.name).toBeUndefined();
});

test('rules over several fields are told at the field they are about', () => {
  const checked = check({ ...good, authMethod: 'key', portFirst: '9000', portLast: '8000' });
  expect(checked).toMatchObject({
    ok: false,
    errors: {
      keyPath: 'Key file must be named when the key method is used',
      portLast: 'Last port must not be below the first port',
    },
  });
});

test('a key path typed before another method was chosen is not saved', () => {
  expect(check({ ...good, authMethod: 'agent', keyPath: '~/.ssh/id' })).toMatchObject({ draft: { keyPath: null } });
});

test('a depth that is typed is checked and saved, an emptied one is the contract’s own', () => {
  expect(check({ ...good, searchDepth: '5' })).toMatchObject({ draft: { searchDepth: 5 } });
  expect(check({ ...good, searchDepth: ' ' })).toMatchObject({ draft: { searchDepth: 3 } });
  const errors = { searchDepth: 'Search depth must be 0 to 9' };
  expect(check({ ...good, searchDepth: '10' })).toMatchObject({ ok: false, errors });
  expect(sectionsWith(errors)).toEqual(['instances']);
});

test('empty lines between folders do not count', () => {
  expect(check({ ...good, repositoryRoots: '\n ~/code \n\n/srv\n' })).toMatchObject({
    draft: { repositoryRoots: ['~/code', '/srv'] },
  });
});

test('a pasted command fills what it tells and leaves the rest', () => {
  const form = fillFrom(
    { ...good, name: 'mine' },
    {
      address: 'host',
      user: null,
      port: '2222',
      keyPath: '~/.ssh/key',
      jumps: [],
      isAgentForwarded: false,
      leftOut: [],
    },
    'bastion',
  );
  expect(form).toMatchObject({
    name: 'mine',
    address: 'host',
    user: 'deploy',
    port: '2222',
    authMethod: 'key',
    keyPath: '~/.ssh/key',
    jumpProfileId: 'bastion',
  });
});

test('a key file is found by its whole path only, as AWS’s own command does not name it', () => {
  const keyPath = 'Tell the whole path, for example ~/.ssh/my.pem';
  for (const partial of ['my.pem', './my.pem', '.ssh/my.pem', '$HOME/my.pem']) {
    expect(check({ ...good, authMethod: 'key', keyPath: partial })).toMatchObject({ ok: false, errors: { keyPath } });
  }
  for (const whole of ['/a/my.pem', '~/my.pem', 'C:\\keys\\my.pem', '\\\\home\\my.pem']) {
    expect(check({ ...good, authMethod: 'key', keyPath: whole })).toMatchObject({ ok: true });
  }
});

test('every field of a profile survives the form', () => {
  const saved = profile.parse({
    id: 'db',
    name: 'db',
    address: 'fe80::1',
    port: 2222,
    user: 'deploy',
    authMethod: 'agent',
    keyPath: '~/.ssh/work.pub',
    agentPath: '/run/agent',
    jumpProfileId: 'bastion',
    sshConfigHost: 'db',
    isAgentForwarded: true,
    color: 'purple',
    tags: ['prod', 'eu'],
    portFirst: 9000,
    portLast: 9001,
    repositoryRoots: ['~/code'],
  });
  const { id: _id, ...draft } = saved;
  expect(check(formOf(saved))).toEqual({ ok: true, draft });
  for (const agentPath of [null, 'pageant', '~/.1password/agent.sock']) {
    expect(check(formOf({ ...saved, agentPath }))).toMatchObject({ draft: { agentPath } });
  }
});

test('the key of an agent is another field than the key file, and neither is kept for a password', () => {
  const form = { ...good, agentKeyPath: '~/.ssh/a.pub', keyPath: '~/.ssh/b' };
  expect(check(form)).toMatchObject({ draft: { keyPath: '~/.ssh/a.pub' } });
  expect(check({ ...form, authMethod: 'key' })).toMatchObject({ draft: { keyPath: '~/.ssh/b' } });
  expect(check({ ...form, authMethod: 'password' })).toMatchObject({ draft: { keyPath: null } });
});

test('a tag that was typed and not ended is saved, once', () => {
  expect(check({ ...good, tags: ['eu'], tagText: ' prod, eu ' })).toMatchObject({ draft: { tags: ['eu', 'prod'] } });
});

test('what is wrong in a folded section names the section', () => {
  const checked = check({
    ...good,
    agentKind: 'path',
    tags: ['x'.repeat(31)],
    portLast: '1',
    agentKeyPath: 'k'.repeat(4097),
  });
  if (checked.ok) throw new Error('this form is wrong');
  expect(checked.errors).toEqual({
    agentPath: 'Agent must not be empty',
    agentKeyPath: 'Key file is longer than 4096 characters',
    tags: 'Tag is longer than 30 characters',
    portLast: 'Last port must not be below the first port',
  });
  expect(sectionsWith(checked.errors)).toEqual(['agent', 'look', 'instances']);
});

test('a folded section says what counts', () => {
  expect(agentSummary(good)).toBe('This computer’s agent');
  expect(agentSummary({ ...good, agentKeyPath: '~/.ssh/a.pub', isAgentForwarded: true })).toBe(
    'This computer’s agent, ~/.ssh/a.pub first, lent to the server',
  );
  expect(agentSummary({ ...good, authMethod: 'password' })).toBe('Not used');
});
