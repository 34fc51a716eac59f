import { describe, expect, test } from 'vitest';
import { fail, succeed } from '../../../main/contract/failure.ts';
import { type Checkup, type CodeServers, setupPlan } from '../../../main/contract/setup.ts';
import { hostlessCore } from '../../support/fakes/hostless-core.ts';
import { tryCli } from './world.ts';

const plan = setupPlan.parse({
  elevation: 'none',
  packageManager: 'apt',
  steps: [
    {
      id: 'package:tmux',
      title: 'tmux',
      detail: 'An administrator runs this.',
      state: 'by-hand',
      isRequired: false,
      command: 'apt-get install tmux',
    },
    {
      id: 'code-server',
      title: 'Install code-server 4.139.1',
      detail: 'It is sent.',
      state: 'todo',
      isRequired: true,
      command: null,
    },
  ],
  downloadBytes: 222_167_474,
  diskBytes: 900_000_000,
  isEnough: true,
});

function terminal() {
  let text = '';
  return { text: () => text, output: { write: (part: string) => (text += part), isTTY: true } };
}

/** What a person reads. */
async function read(argv: readonly string[], setup: NonNullable<Parameters<typeof hostlessCore>[0]>['setup'] = {}) {
  const screen = terminal();
  const { code } = await tryCli([...argv, '--profile', 'p'], {
    core: () => hostlessCore({ setup }),
    stdout: screen.output,
  });
  return { code, text: screen.text() };
}

describe('a setup on a terminal', () => {
  test('its plan says what is done, what is left to somebody else, and what it takes', async () => {
    const { code, text } = await read(['setup', 'plan'], { plan: async () => succeed(plan) });
    expect(code).toBe(0);
    expect(text.split('\n')[1]).toMatch(/^by-hand {2}tmux +package:tmux {2}An administrator runs this\.$/);
    expect(text).toContain('As root on the server:\n  apt-get install tmux\n');
    expect(text).toContain(
      'Downloads or sends at most 212 MB. Takes 858 MB on the server. "berth setup run" does it.\n',
    );
  });

  test('versions and findings are for people too; a finding that fails is a failure for scripts', async () => {
    const versions: CodeServers = {
      versions: [
        {
          version: '4.139.1',
          isCurrent: true,
          isPrevious: false,
          sizeBytes: 690_000_000,
          installedAtMs: 0,
          usedBy: ['a', 'b'],
        },
        { version: '4.138.0', isCurrent: false, isPrevious: true, sizeBytes: null, installedAtMs: null, usedBy: [] },
      ],
      foreign: null,
      pinnedVersion: '4.139.1',
      partialBytes: 12_000_000,
    };
    const listed = await read(['setup', 'code-servers'], { codeServers: async () => succeed(versions) });
    expect(listed.text).toContain('4.139.1  current, pinned  658 MB  1970-01-01  a, b');
    expect(listed.text).toContain('11 MB of 4.139.1 lie there');
    const checkup: Checkup = {
      checks: [{ id: 'disk', title: 'Disk', outcome: 'fail', seen: 'Full.', why: 'No room.', fix: null }],
      checkedAtMs: 0,
      text: 'Checkup of p\n 1. FAILED Disk: Full.',
    };
    const looked = await read(['setup', 'doctor'], { doctor: async () => succeed(checkup) });
    expect(looked).toEqual({ code: 1, text: 'Checkup of p\n 1. FAILED Disk: Full.\n' });
  });
});

describe('a setup that the editors work after', () => {
  test('says what of it was not done, and is done in part for scripts', async () => {
    const failure = { ...fail('setup-failed', 'packages', 'tmux was not found.', 'Look at its name.').failure };
    const { code, stdout, stderr } = await tryCli(['setup', 'run', '--profile', 'p'], {
      core: () =>
        hostlessCore({
          setup: {
            run: async function* () {
              yield { type: 'done', value: { ...plan, notDone: [{ id: 'package:tmux', failure }] } };
            },
          },
        }),
    });
    expect([code, stderr]).toEqual([3, 'berth: tmux: tmux was not found. Look at its name.\n']);
    expect(JSON.parse(stdout)).toMatchObject({ notDone: [{ id: 'package:tmux' }] });
  });
});

describe('Ctrl+C', () => {
  test('calls a setup off on the server and waits for what that comes to', async () => {
    const stop = new AbortController();
    let isCalledOff = () => {};
    const calledOff = new Promise<void>((resolve) => {
      isCalledOff = resolve;
    });
    const core = hostlessCore({
      setup: {
        run: async function* () {
          yield { type: 'step', step: { stage: 'packages', state: 'started', title: 'Downloading tmux', atMs: 0 } };
          stop.abort('SIGINT');
          await calledOff;
          yield {
            type: 'failed',
            failure: fail('cancelled', 'packages', 'It was called off.', 'Run it again.').failure,
          };
        },
        cancel: async ({ profile }) => {
          expect(profile).toBe('p');
          isCalledOff();
          return succeed({ isCancelled: true });
        },
      },
    });
    const { code, stdout, stderr } = await tryCli(['setup', 'run', '--profile', 'p'], {
      core: () => core,
      signal: stop.signal,
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { kind: 'cancelled', nextStep: 'Run it again.' } });
    expect(stderr).toContain('… packages: Downloading tmux');
  });

  test('is named where somebody looks for the method', async () => {
    expect((await tryCli(['setup', 'cancel', '--profile', 'p'])).stderr).toContain('Press Ctrl+C');
  });
});
