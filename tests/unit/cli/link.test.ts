import { expect, test } from 'vitest';
import { fail, succeed } from '../../../main/contract/failure.ts';
import type { Diagnosis, LinkEvent } from '../../../main/contract/hosts.ts';
import { hostlessCore } from '../../support/fakes/hostless-core.ts';
import { tryCli } from './world.ts';

const events: LinkEvent[] = [
  {
    number: 1,
    atMs: 1_700_000_000_000,
    kind: 'dialling',
    stage: null,
    message: 'Trying host.example port 22.',
    durationMs: null,
  },
  {
    number: 2,
    atMs: 1_700_000_001_000,
    kind: 'stage',
    stage: 'tcp',
    message: 'It answered\u001b[2J.',
    durationMs: 12.4,
  },
];
const broken = fail('unreachable', 'tcp', 'It refused.', 'Check the port.').failure;
const diagnosis = (failure: Diagnosis['failure']): Diagnosis => ({
  steps: [{ stage: 'tcp', outcome: failure === null ? 'ok' : 'failed', message: 'It refused.', durationMs: 1 }],
  failure,
  text: 'Diagnosis of box\nFAILED   tcp\n',
});

/** A terminal that keeps what is written to it. */
function terminal() {
  let text = '';
  return { text: () => text, stdout: { write: (part: string) => (text += part), isTTY: true } };
}

test('People read a timeline as a table, scripts as JSON', async () => {
  const core = () => hostlessCore({ hosts: { timeline: async () => succeed(events) } });
  const screen = terminal();
  expect((await tryCli(['hosts', 'timeline', '--profile', 'p'], { core, stdout: screen.stdout })).code).toBe(0);
  expect(screen.text()).toBe(
    [
      'UTC       WHAT      STAGE  MS  MESSAGE',
      '22:13:20  dialling  -       -  Trying host.example port 22.',
      '22:13:21  stage     tcp    12  It answered [2J.',
      '',
    ].join('\n'),
  );
  const { stdout } = await tryCli(['hosts', 'timeline', '--profile', 'p'], { core });
  expect(JSON.parse(stdout)).toEqual(events);
});

test.each([
  [null, 0],
  [broken, 1],
])('A diagnosis is printed whole, and finding %j ends with %d', async (failure, code) => {
  const core = () => hostlessCore({ hosts: { diagnose: async () => succeed(diagnosis(failure)) } });
  const screen = terminal();
  const people = await tryCli(['hosts', 'diagnose', '--profile', 'p'], { core, stdout: screen.stdout });
  expect({ code: people.code, text: screen.text() }).toEqual({ code, text: diagnosis(failure).text });
  const scripts = await tryCli(['hosts', 'diagnose', '--profile', 'p'], { core });
  expect({ code: scripts.code, value: JSON.parse(scripts.stdout) }).toEqual({ code, value: diagnosis(failure) });
});
