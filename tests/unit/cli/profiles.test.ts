import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { succeed } from '../../../main/contract/failure.ts';
import type { ImportReport } from '../../../main/contract/profile-exchange.ts';
import { profile } from '../../../main/contract/profiles.ts';
import { hostlessCore } from '../../support/fakes/hostless-core.ts';
import { tryCli } from './world.ts';

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'berth-cli-profiles-'));
});
afterEach(() => rm(scratch, { recursive: true }));

const box = profile.parse({ id: 'box', name: 'box', address: 'h', user: 'u', jumpProfileId: 'gate', tags: ['web'] });
const exported = `${JSON.stringify({ format: 'berth-profiles', version: 1, profiles: [box] }, null, 2)}\n`;
const report: ImportReport = {
  added: [box],
  skipped: [{ name: 'x\u202Ey', reason: 'It is here already.', isHere: true }],
};
const terminal = () => {
  let text = '';
  return { stdout: { isTTY: true, write: (part: string) => (text += part) }, told: () => text };
};

test('an export is a file that can be imported, and JSON where that is asked for', async () => {
  const core = () => hostlessCore({ profiles: { export: async () => succeed({ document: exported, count: 1 }) } });
  expect(await tryCli(['profiles', 'export'], { core })).toMatchObject({ code: 0, stdout: exported, stderr: '' });
  const json = await tryCli(['profiles', 'export', '--json'], { core });
  expect(JSON.parse(json.stdout)).toEqual({ document: exported, count: 1 });
});

test('an import reads a file, or what is piped to it', async () => {
  const file = path.join(scratch, 'profiles.json');
  await writeFile(file, exported);
  const documents: string[] = [];
  const core = () =>
    hostlessCore({
      profiles: {
        import: async ({ document }) => {
          documents.push(document);
          return succeed(report);
        },
      },
    });
  const outcomes = [
    await tryCli(['profiles', 'import', file], { core }),
    await tryCli(['profiles', 'import'], { core, stdin: exported }),
    await tryCli(['profiles', 'import', '-'], { core, stdin: exported }),
  ];
  expect(documents).toEqual([exported, exported, exported]);
  for (const { code, stdout } of outcomes) expect([code, JSON.parse(stdout)]).toEqual([0, report]);
});

test.each(['import', 'import-ssh-config'])(
  '%s that leaves out what is not there ends with 3 and names each',
  async (name) => {
    const skipped = [
      ...report.skipped,
      { name: 'db\u001b[2J', reason: 'It needs a ProxyCommand.', isHere: false },
      { name: 'far', reason: 'There is no key.', isHere: false },
    ];
    const answer = async () => succeed({ added: [box], skipped });
    const core = () => hostlessCore({ profiles: { import: answer, importSshConfig: answer } });
    const argv = name === 'import' ? ['profiles', name] : ['profiles', name, '--hosts', 'box'];
    const script = await tryCli(argv, { core, stdin: exported });
    expect([script.code, JSON.parse(script.stdout)]).toEqual([3, { added: [box], skipped }]);
    expect(script.stderr).toBe(
      'berth: left out db [2J: It needs a ProxyCommand.\nberth: left out far: There is no key.\n',
    );
    const screen = terminal();
    const person = await tryCli(argv, { core, stdin: exported, stdout: screen.stdout });
    expect([person.code, person.stderr]).toEqual([3, '']);
    expect(screen.told()).toMatch(
      /LEFT OUT +WHY\nx y +It is here already\.\ndb \[2J +It needs[^\n]*\nfar +There is no key\.\n$/,
    );
    const help = await tryCli(['profiles', name, '--help'], { core });
    expect(help.stdout).toMatch(/Exit code 0: everything[^\n]*\. 3: something was left out/);
    expect((await tryCli(['--help'], { core })).stdout).toContain('3: an import left out');
  },
);

test.each([
  [['profiles', 'import', '/nonexistent/file'], /^berth: The file \/nonexistent\/file cannot be read/, false],
  [['profiles', 'import', '/'], /^berth: The file \/ cannot be read/, false],
  [['profiles', 'import'], /^berth: No document was given/, true],
  [['profiles', 'import', 'a', 'b'], /^berth: "b" belongs to no flag/, false],
  [['profiles', 'import', '--document', '{}'], /^berth: Unknown option '--document'/, false],
  [['profiles', 'import'], /^berth: "document" must not be empty/, false],
])('%j is wrong usage', async (argv, sentence, isTyped) => {
  const { code, stderr } = await tryCli(argv, { isTyped });
  expect([code, stderr]).toEqual([2, expect.stringMatching(sentence)]);
});

test('a person sees tables of profiles, imports and ~/.ssh/config', async () => {
  const gate = profile.parse({ id: 'gate', name: 'The gate', address: '::1', port: 2222, user: 'u' });
  const host = { name: 'box', address: '::1', port: 2222, user: null, keyPath: null, profileId: null };
  const core = () =>
    hostlessCore({
      profiles: {
        list: async () => succeed([gate, box]),
        importSshConfig: async () => succeed(report),
        readSshConfig: async () =>
          succeed({
            hosts: [{ ...host, jumps: ['a', 'b'], problem: null }],
            problems: [{ file: '/c', lineNumber: 3, message: 'Match exec is never run.' }],
          }),
      },
    });
  const seen = async (argv: readonly string[]) => {
    const screen = terminal();
    await tryCli(argv, { core, stdout: screen.stdout });
    return screen.told();
  };
  expect(await seen(['profiles', 'list'])).toMatch(/THROUGH.*\n.*\[::1\]:2222.*\n.*The gate.* web /);
  expect(await seen(['profiles', 'read-ssh-config'])).toMatch(
    /HOST.*\nbox .*a, b[\s\S]*\/c:3 +Match exec is never run/,
  );
  expect(await seen(['profiles', 'import-ssh-config', '--hosts', 'box', '--no-live'])).toMatch(
    /^Saved 1\.\n[\s\S]*LEFT OUT +WHY\nx y +It is here already\.\n$/,
  );
});
