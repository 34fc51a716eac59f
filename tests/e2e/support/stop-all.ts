import type { TestApp } from '../../support/app/test-app.ts';

/** Stops every editor of the app's host: the files that follow may be given the same app. */
export async function stopAll({ shell }: TestApp): Promise<void> {
  const context = { signal: new AbortController().signal };
  for await (const item of shell.core.handlers.instances.stopAll({ profile: 'sandbox' }, context)) {
    if (item.type === 'failed') throw new Error(item.failure.message);
  }
}
