import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCommand, UsageError } from '../../../main/cli/parse-command.ts';

const parse = (line: string) => {
  const command = parseCommand(line === '' ? [] : line.split(' '));
  if (command.kind !== 'method') throw new Error(`not a method: ${command.kind}`);
  return command;
};
const usageError = (argv: readonly string[]) => {
  try {
    parseCommand(argv);
  } catch (error) {
    if (error instanceof UsageError) return `${error.message} ${error.nextStep}`;
    throw error;
  }
  throw new Error('no error');
};

describe('a command line', () => {
  test('becomes the input of a method', () => {
    const { method, input, dataDirectory, secretKind } = parse(
      'profiles add --name x --address 10.0.0.1 --port 22 --user root --auth-method key --key-path ~/.ssh/id',
    );
    expect([method.capability, method.name]).toEqual(['profiles', 'add']);
    expect(input).toEqual({
      name: 'x',
      address: '10.0.0.1',
      port: 22,
      user: 'root',
      authMethod: 'key',
      keyPath: '~/.ssh/id',
    });
    expect({ dataDirectory, secretKind }).toEqual({ dataDirectory: null, secretKind: null });
  });

  test('names the kind of a login, and takes no token', () => {
    const clone = 'repositories clone --profile x --url https://a/b --path ~/b';
    const { input } = parse(clone);
    expect(input).toEqual({ profile: 'x', url: 'https://a/b', path: '~/b' });
    expect(parse(`${clone} --login deploy-key`).input).toEqual({ ...input, login: { kind: 'deploy-key' } });
    for (const refused of ['--token t', '--user u']) {
      expect(() => parse(`${clone} ${refused}`)).toThrow();
    }
  });

  test('knows --host and --key, and that a key means the key method', () => {
    expect(parse('profiles add --name x --host h --user u --key ~/.ssh/id').input).toEqual({
      name: 'x',
      address: 'h',
      user: 'u',
      authMethod: 'key',
      keyPath: '~/.ssh/id',
    });
    expect(parse('profiles add --key a/id --auth-method agent').input).toEqual({
      authMethod: 'agent',
      keyPath: path.resolve('a/id'),
    });
  });

  test('repeats lists and flattens nested objects', () => {
    expect(parse('profiles edit --profile p --name n --repository-roots /a --repository-roots /b').input).toEqual({
      profile: 'p',
      draft: { name: 'n', repositoryRoots: ['/a', '/b'] },
    });
    expect(parse('profiles edit --profile p').input).toEqual({ profile: 'p', draft: {} });
  });

  test('takes general flags at any place', () => {
    const command = parse('--data-dir d instances start --profile p --repository r --passphrase-stdin');
    expect(command).toMatchObject({
      input: { profile: 'p', repository: 'r' },
      dataDirectory: path.resolve('d'),
      secretKind: 'passphrase',
    });
  });

  test('leaves text that is no number to the contract', () => {
    expect(parse('profiles add --port many').input).toEqual({ port: 'many' });
    expect(parse('profiles add --name 007').input).toEqual({ name: '007' });
  });

  test('names methods with dashes, or as the contract does', () => {
    for (const name of ['start-all', 'startAll']) {
      const { method, input } = parse(`instances ${name} --profile p --repositories a --repositories b`);
      expect(method.name).toBe('startAll');
      expect(input).toEqual({ profile: 'p', repositories: ['a', 'b'] });
    }
    expect(parse('hosts enable-linger --profile p').method.name).toBe('enableLinger');
    expect(parse('instances public-address --profile p --repository r').method.name).toBe('publicAddress');
  });

  test('says what to do where the contract tells a state', () => {
    expect(parse('instances start --profile p --repository r --force').input).toMatchObject({ isForced: true });
    const logs = parse('logs follow --profile p --repository r --bytes 10 --no-follow --previous');
    const source = { repository: 'r', isPrevious: true };
    expect(logs.input).toEqual({ profile: 'p', source, bytes: 10, isFollowed: false });
  });

  test('takes a process by what it is known by, with its owner and name where it is not Berth’s', () => {
    const own = { pid: 12, startTicks: 340, foreign: null };
    const other = { pid: 13, startTicks: 350, foreign: { user: 'root', name: 'sshd:_a_b' } };
    const { input } = parse('processes end --profile p --processes 12:340 --processes 13:350:root:sshd:_a_b --force');
    expect(input).toEqual({
      profile: 'p',
      processes: [own, other],
      isForced: true,
    });
    expect(parse('stats watch --profile p --processes').input).toEqual({ profile: 'p', hasProcesses: true });
  });

  test('gathers NAME=VALUE into an object', () => {
    const { input } = parse(
      'instances configure --profile p --repository r --idle-minutes 5 --environment A=1=2 --environment B= --extra-arguments=--verbose',
    );
    expect(input).toEqual({
      profile: 'p',
      repository: 'r',
      settings: { idleMinutes: 5, extraArguments: ['--verbose'], environment: { A: '1=2', B: '' } },
    });
  });

  test('knows --yes only where something is asked', () => {
    expect(parse('cleanup run --profile p --level everything --yes').isConfirmed).toBe(true);
    expect(parse('cleanup run --profile p').isConfirmed).toBe(false);
    expect(usageError(['cleanup', 'preview', '--profile', 'p', '--yes'])).toContain("Unknown option '--yes'");
  });

  test.each([
    [['hots'], 'There is no capability "hots". Use one of: profiles, hosts,'],
    [['__proto__', 'x'], 'There is no capability "__proto__".'],
    [['hosts'], '"hosts" needs a method. Use one of: status, connect,'],
    [['hosts', 'constructor'], '"hosts" has no method "constructor".'],
    [['hosts', 'status', '--profil', 'p'], "Unknown option '--profil'. See berth hosts status --help."],
    [['hosts', 'status', '--profile'], '--profile'],
    [['hosts', 'status', 'p'], '"p" belongs to no flag.'],
    [['hosts', 'status', '--profile', 'p', '--data-dir='], '--data-dir must name a folder.'],
    [['hosts', 'status', '--password', 'hunter2'], 'use --password-stdin'],
    [['hosts', 'unlock', '--secret=hunter2'], 'use --password-stdin'],
    [['hosts', 'unlock', '--profile', 'p'], 'Add --password-stdin'],
    [['instances', 'open', '--profile', 'p'], 'Open the instance in the app'],
    [['forwards', 'open', '--profile', 'p', '--port', '80'], 'Forward ports in the app'],
    [['forwards', '--help'], 'Forward ports in the app'],
    [['alerts', 'watch'], 'berth alerts list asks one'],
    [['profiles', 'list', '--password-stdin'], 'needs no secret'],
    [['instances', 'configure', '--environment', 'A'], '--environment must be NAME=VALUE, not "A".'],
    [['instances', 'configure', '--environment', '=a'], '--environment must be NAME=VALUE, not "=a".'],
    [['processes', 'end', '--processes', '12'], '--processes must be PID:TICKS[:USER:NAME], not "12".'],
    [['hosts', 'stats', '--profile', 'p', '--password-stdin', '--passphrase-stdin'], 'Only one secret'],
  ])('%j is refused with a sentence', (argv, sentence) => {
    expect(usageError(argv)).toContain(sentence);
    expect(usageError(argv)).not.toContain('hunter2');
  });
});

describe('help', () => {
  const helpOf = (...argv: string[]) => {
    const command = parseCommand(argv);
    return command.kind === 'help' ? command.text : '';
  };

  test('lists every offered method with its summary', () => {
    for (const argv of [[], ['--help'], ['help'], ['-h']]) {
      expect(helpOf(...argv)).toContain('instances start  ');
      expect(helpOf(...argv)).toContain('Starts or wakes VS Code for a repository');
      expect(helpOf(...argv)).not.toContain('unlock');
    }
  });

  test('of a capability and of a method comes from the contract', () => {
    expect(helpOf('hosts', '--help')).toMatch(/hosts trust {2}.*Trusts the host key/);
    const add = helpOf('profiles', 'add', '--help');
    expect(add).toMatch(/--address TEXT +required\n/);
    expect(add).toMatch(/--port N +default 22\n/);
    expect(add).toMatch(/--auth-method agent\|key\|password\|interactive +default agent\n/);
    expect(add).toMatch(/--repository-roots TEXT +may be repeated; default \/var\/www\/github, ~\/code/);
    expect(helpOf('profiles', 'edit', '--help')).toMatch(/--profile TEXT +required\n/);
    const configure = helpOf('instances', 'configure', '--help');
    expect(configure).toMatch(/--idle-minutes N\n/);
    expect(configure).toMatch(/--environment NAME=VALUE +may be repeated\n/);
    expect(helpOf('logs', 'follow', '--help')).toMatch(/--repository TEXT\n +--previous\n(.*\n)+ +--no-follow\n/);
    expect(helpOf('instances', '--help')).toContain('instances stop-all');
    expect(helpOf('help', 'instances')).toBe(helpOf('instances', '--help'));
    expect(helpOf('help', 'setup', 'plan')).toBe(helpOf('setup', 'plan', '--help'));
    expect(helpOf('cleanup', 'run', '--help')).toContain('--yes');
    expect(helpOf('cleanup', 'preview', '--help')).not.toContain('--yes');
  });
});
