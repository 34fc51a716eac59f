import { startTestCore } from '../support/app/test-core.ts';
import { startSandbox } from '../support/sandbox/start-sandbox.ts';
import { alone } from './compare.ts';
import type { Benchmark } from './figure.ts';
import { timeMs } from './rounds.ts';

const root = '/srv/many';
const roundCount = 6;
/** How long a list of so many may take, milliseconds. */
const atMostMs = 1000;

/** 2,000 working copies among 12,000 other folders, no deeper than the list looks. */
const plant = `mkdir -p ${root} && cd ${root}
  mkdir -p group{1..40}/repository{1..50}/.git other{1..20}/x{1..20}/y{1..30}
  for copy in group*/*/.git; do echo 'ref: refs/heads/main' >"$copy/HEAD"; done`;

/** The list of repositories of a host that has thousands, asked as the page asks. */
export const repositories: Benchmark = {
  name: 'repositories',
  async run(say) {
    await using stack = new AsyncDisposableStack();
    const host = await startSandbox({ kind: 'box', hasCodeServer: false, repositories: [] });
    stack.defer(() => host.stop());
    const planted = await host.run(plant);
    if (planted.code !== 0) throw new Error(planted.stderr);
    const app = await startTestCore(host, { draft: { repositoryRoots: [root] } });
    stack.defer(() => app.close());
    const list = async () => {
      const listed = await app.client.repositories.list({ profile: 'sandbox' });
      if (!listed.ok) throw new Error(listed.failure.message);
      if (listed.value.length !== 2000) throw new Error(`${listed.value.length} repositories were listed`);
    };
    await list();
    say('lists …');
    const rounds: number[] = [];
    for (let round = 0; round < roundCount; round += 1) rounds.push(await timeMs(list));
    return [alone({ what: 'list of 2,000 repositories among 12,000 folders', unit: 'ms' }, rounds, atMostMs)];
  },
};
