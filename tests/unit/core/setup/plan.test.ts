import { expect, it } from 'vitest';
import { succeed } from '../../../../main/contract/failure.ts';
import { type CodeServerSource, setupPlan } from '../../../../main/contract/setup.ts';
import type { CodeServerPlanStep } from '../../../../main/core/setup/code-server/code-servers.ts';
import type { CodeServerFacts } from '../../../../main/core/setup/code-server/facts.ts';
import { type PackagesFacts, packagesFacts } from '../../../../main/core/setup/packages/packages.ts';
import { lookAndPlan, planOf } from '../../../../main/core/setup/plan.ts';
import { factsOf, installed, releases, sceneOf, version } from './code-server/scene.ts';

const facts = (part: Partial<PackagesFacts> = {}): PackagesFacts => ({
  elevation: 'sudo',
  manager: 'apt',
  packages: [
    {
      need: 'nginx',
      package: 'nginx-light',
      isInstalled: false,
      version: null,
      command: 'apt-get install nginx-light',
    },
    { need: 'git', package: 'git', isInstalled: true, version: '2.39.5', command: null },
  ],
  downloadBytes: 2_000_000,
  diskBytes: 7_000_000,
  ...part,
});
const editor: CodeServerPlanStep = {
  id: 'code-server',
  title: 'Install code-server 4.139.1',
  detail: 'It is downloaded.',
  state: 'todo',
  isRequired: true,
  command: null,
  downloadBytes: 222_000_000,
  diskBytes: 900_000_000,
};

it('adds up what is to do, packages first', () => {
  const plan = setupPlan.parse(planOf(facts(), editor));
  expect(plan.steps.map(({ id, state }) => `${id} ${state}`)).toEqual([
    'package:nginx todo',
    'package:git done',
    'code-server todo',
  ]);
  expect(plan.steps[0]?.detail).toContain('no public web server');
  expect(plan.steps[1]?.detail).toBe('git 2.39.5 is there.');
  expect(plan).toMatchObject({ downloadBytes: 224_000_000, diskBytes: 907_000_000, isEnough: true });
});

it('says what it does not know, and counts what is usual on the disk', () => {
  const plan = planOf(facts({ downloadBytes: null, diskBytes: null }), editor);
  expect(plan).toMatchObject({ downloadBytes: null, diskBytes: 907_500_000 });
});

it('leaves packages to somebody else where nobody may install them, and is enough all the same', () => {
  const plan = planOf(facts({ elevation: 'none' }), editor);
  expect(plan.steps[0]).toMatchObject({ state: 'by-hand', command: 'apt-get install nginx-light' });
  expect(plan).toMatchObject({ downloadBytes: 222_000_000, diskBytes: 900_000_000, isEnough: true });
  expect(planOf(facts(), { ...editor, state: 'by-hand' }).isEnough).toBe(false);
  const unknown = planOf(
    facts({
      manager: null,
      packages: [{ need: 'tmux', package: null, isInstalled: false, version: null, command: null }],
    }),
    editor,
  );
  expect(unknown.steps[0]).toMatchObject({ state: 'by-hand', command: null });
});

it('shows no command that a host has hidden something in', () => {
  const hostile = facts();
  const [row] = hostile.packages;
  const parsed = packagesFacts.safeParse({ ...hostile, packages: [{ ...row, command: 'true\u202e\nrm -r /' }] });
  expect(parsed.success).toBe(false);
});

/** What is asked of the distribution for a plan, and what that says of code-server. */
async function look(codeServer: CodeServerFacts, sources: readonly CodeServerSource[], elevation = 'root') {
  const { host } = sceneOf({}, codeServer);
  let needs: readonly string[] = [];
  const { call } = host.remote;
  host.remote.call = async (verb, args, schema, options) => {
    if (verb !== 'packages-plan') return call(verb, args, schema, options);
    needs = args.filter((arg) => arg !== '--need');
    const rows = needs.map((need) => ({ need, package: need, isInstalled: false, version: null, command: null }));
    return succeed(schema.parse({ ...facts(), elevation, packages: rows }));
  };
  const plan = await lookAndPlan(host, releases, sources);
  const step = plan.ok ? plan.value.steps.at(-1) : null;
  return { ids: plan.ok ? plan.value.steps.map(({ id }) => id) : [], needs, ...step };
}

it('wants what a host downloads with only where it is to download', async () => {
  const bare = factsOf({ downloaders: [] });
  for (const sources of [[], ['release'], ['push', 'release']] as const) {
    const { needs, state } = await look(bare, sources);
    expect([sources, needs.includes('curl'), state]).toEqual([sources, true, 'todo']);
  }
  const unused = factsOf({ downloaders: [], versions: [version('4.139.1'), version('4.138.0', { isCurrent: true })] });
  const others = [
    await look(bare, ['push']),
    await look(bare, ['npm']),
    await look(factsOf(), []),
    await look({ ...installed, downloaders: [] }, []),
    // It lies there already, or npm builds it.
    await look(unused, []),
    await look(factsOf({ downloaders: [], architecture: 'riscv64' }), []),
  ];
  for (const { needs } of others) expect(needs).toEqual(['nginx', 'tmux', 'git']);
  // Nobody is asked to bring it by hand, because this computer can send code-server.
  const plain = await look(bare, [], 'none');
  expect([plain.ids, plain.state]).toEqual([['package:nginx', 'package:tmux', 'package:git', 'code-server'], 'todo']);
});
