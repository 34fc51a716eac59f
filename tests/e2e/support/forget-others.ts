import type { TestApp } from '../../support/app/test-app.ts';

/** Forgets every server but the app's own host, whichever leads over which: the files that follow may be given the same app. */
export async function forgetOthers({ shell }: TestApp): Promise<void> {
  const context = { signal: new AbortController().signal };
  const { profiles } = shell.core.handlers;
  const sweep = async (): Promise<number> => {
    const answer = await profiles.list({}, context);
    if (!answer.ok) throw new Error(answer.failure.message);
    const others = answer.value.filter(({ id }) => id !== 'sandbox');
    for (const { id } of others) await profiles.remove({ profile: id }, context);
    return others.length;
  };
  // Those that others go through are in use until the others are gone.
  for (let count = await sweep(); count > 0; ) {
    const left = await sweep();
    if (left === count) throw new Error(`${left} servers cannot be removed`);
    count = left;
  }
}
