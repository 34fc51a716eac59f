import { appContract } from '../../../main/contract/contract.ts';
import type { Channel } from '../../../main/transport/channel.ts';
import { memoryPair } from '../../../main/transport/memory.ts';
import { reconnecting } from '../../../main/transport/reconnecting.ts';
import { serve } from '../../../main/transport/serve.ts';
import { browserClock } from '../../../renderer/api/page-clock.ts';
import { createSession } from '../../../renderer/api/session.ts';
import { type BerthApp, createBerthApp } from '../../../renderer/app/model/berth-app.ts';
import { createFakeCore, type FakeCore, type FakeCoreOptions } from './fake-core.ts';

/** The page's models without a browser, over a memory channel to a fake core. */
export interface FakePage {
  readonly app: BerthApp;
  readonly core: FakeCore;
  /** Answers of the fake that break the contract. */
  readonly bugs: unknown[];
  readonly stored: Map<string, string>;
  /** Closes the channel; the page opens another one by itself. */
  drop(): void;
  close(): void;
}

/** What a page leaves in its storage when a host is selected and no tab is open. */
export function storedSelection(profileId: string | null): Map<string, string> {
  const layout = { profileId, tabs: [], activeIndex: null, isSidebarHidden: false };
  return new Map([['berth.layout', JSON.stringify(layout)]]);
}

/**
 * Opens a page; `stored` is what an earlier one left in its storage, usually with the first host selected. While nobody looks
 * at it, it reads nothing of a host by itself.
 */
export function openFakePage(
  options: FakeCoreOptions = {},
  stored = storedSelection('frankfurt-1'),
  isVisible = true,
  isSafe = false,
): FakePage {
  const core = createFakeCore({ entryUrl: (id) => `http://editors.localhost/${id}`, ...options });
  const bugs: unknown[] = [];
  let current: Channel | null = null;
  const connection = reconnecting(appContract, {
    dial: async () => {
      const [near, far] = memoryPair();
      serve(appContract, core.handlers, far, { onBug: (bug) => bugs.push(bug) });
      current = near;
      return near;
    },
    timers: { after: (_delayMs, action) => browserClock.after(0, action), random: () => 0 },
  });
  const app = createBerthApp({
    session: createSession(connection),
    clock: browserClock,
    storage: { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => void stored.set(key, value) },
    makeTabId: () => `tab-${crypto.randomUUID()}`,
    isVisible: () => isVisible,
    isSafe,
    onVisible: () => () => undefined,
  });
  return { app, core, bugs, stored, drop: () => current?.close(), close: () => connection.close() };
}
