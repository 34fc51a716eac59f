import type { SetupOutcome } from '../../../main/contract/setup.ts';
import type { Answer } from '../../api/problem.ts';
import { setupEndSentence } from '../../features/setup/setup-words.ts';
import type { BerthApp } from './berth-app.ts';

/** Asks what is missing on a host, unless it is known to be ready: where an editor runs, nothing is missing. */
export async function learnSetup({ setup, instances }: BerthApp, profileId: string): Promise<void> {
  const isReady = setup.store.getState().readiness[profileId] === true;
  const hasEditor = instances.store.getState()[profileId]?.instances?.some(({ state }) => state === 'running') ?? false;
  if (!isReady && !hasEditor) await setup.learn(profileId);
}

/**
 * Follows what runs on a host without this page: what it began before a reload, or lost sight of with Berth, and what another
 * window began.
 */
export async function followRunning(
  { setup, clone }: Pick<BerthApp, 'setup' | 'clone'>,
  profileId: string,
): Promise<void> {
  await Promise.all([setup.follow(profileId), clone.follow(profileId)]);
}

/** A start that finds no VS Code shows that what was known of a host's setup is wrong. */
export function keepSetupKnown({ instances, setup, versions, restarts }: BerthApp): void {
  versions.store.subscribe((shown) => {
    if (shown.phase === 'reading') restarts.forget(shown.profileId);
  });
  const seen = new WeakSet<object>();
  instances.store.subscribe((hosts) => {
    for (const [profileId, { operations }] of Object.entries(hosts)) {
      for (const { problem } of Object.values(operations)) {
        if (problem?.kind !== 'code-server-missing' || seen.has(problem)) continue;
        seen.add(problem);
        void setup.learn(profileId);
      }
    }
  });
}

/** What the page does when a setup came to its end. */
export function afterSetup(
  { repositories }: Pick<BerthApp, 'repositories'>,
  profileId: string,
  answer: Answer<SetupOutcome>,
  say: (words: string) => void,
): void {
  say(setupEndSentence(answer));
  // What was installed may be the git that finds them.
  if (answer.ok) void repositories.load(profileId);
}
