import { expect, test } from 'vitest';
import { checkForm, emptyForm, fillFrom } from '../../../../renderer/features/profiles/profile-form.ts';

const good = { ...emptyForm(), address: '203.0.113.7', user: 'deploy' };

test('a form with address and user is enough; the name is the address and the rest are the contract’s defaults', () => {
  const checked = checkForm(good);
  expect(checked).toMatchObject({
    ok: true,
    draft: { name: '203.0.113.7', port: 22, portFirst: 8888, portLast: 8899, authMethod: 'agent', keyPath: null },
  });
});

test('every wrong field is told in the contract’s words, and an empty name only at the address', () => {
  const checked = checkForm({ ...emptyForm(), port: 'x', authMethod: 'key', portFirst: '9000', portLast: '8000' });
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
  const checked = checkForm({ ...good, authMethod: 'key', portFirst: '9000', portLast: '8000' });
  expect(checked).toMatchObject({
    ok: false,
    errors: {
      keyPath: 'Key file must be named when the key method is used',
      portLast: 'Last port must not be below the first port',
    },
  });
});

test('a key path typed before another method was chosen is not saved', () => {
  expect(checkForm({ ...good, authMethod: 'agent', keyPath: '~/.ssh/id' })).toMatchObject({ draft: { keyPath: null } });
});

test('empty lines between folders do not count', () => {
  expect(checkForm({ ...good, repositoryRoots: '\n ~/code \n\n/srv\n' })).toMatchObject({
    draft: { repositoryRoots: ['~/code', '/srv'] },
  });
});

test('a pasted command fills what it tells and leaves the rest', () => {
  const form = fillFrom(
    { ...good, name: 'mine' },
    { address: 'host', user: null, port: '2222', keyPath: '~/.ssh/key' },
  );
  expect(form).toMatchObject({
    name: 'mine',
    address: 'host',
    user: 'deploy',
    port: '2222',
    authMethod: 'key',
    keyPath: '~/.ssh/key',
  });
});
