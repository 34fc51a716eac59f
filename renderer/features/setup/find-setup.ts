import type { OperationItem } from '../../../main/contract/operation.ts';
import type { SetupItem, SetupOutcome } from '../../../main/contract/setup.ts';
import type { BerthClient } from '../../api/berth-client.ts';

/** A setup that runs on a host already: begun before the page was opened, or in another window. */
export interface FoundSetup {
  readonly asked: Extract<SetupItem, { type: 'asked' }>;
  /** What it told so far and tells from now on; to be read once. */
  readonly items: AsyncIterable<OperationItem<SetupOutcome>>;
  /** Looks away; the setup goes on. */
  readonly leave: () => void;
}

/** The setup that Berth runs on a host; null when there is none, and when Berth does not tell. */
export async function findSetup(client: Pick<BerthClient, 'setup'>, profile: string): Promise<FoundSetup | null> {
  try {
    const all = client.setup.follow({ profile })[Symbol.asyncIterator]();
    const first = await all.next();
    if (first.done === true) return null;
    if (first.value.type === 'asked') {
      return { asked: first.value, items: restOf(all), leave: () => void all.return?.() };
    }
    void all.return?.();
    return null;
  } catch {
    // The page that has lost Berth says so, and asks again when it is back.
    return null;
  }
}

async function* restOf(all: AsyncIterator<SetupItem>): AsyncGenerator<OperationItem<SetupOutcome>> {
  try {
    for (let next = await all.next(); next.done !== true; next = await all.next()) {
      if (next.value.type !== 'asked') yield next.value;
    }
  } finally {
    await all.return?.();
  }
}
