import { EventEmitter } from 'node:events';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { UpdateView } from '../../../main/contract/updates.ts';
import type { AppSettings } from '../../../main/contract/upkeep.ts';
import { firstAppSettings } from '../../../main/contract/upkeep.ts';
import type { UpdateEngine } from '../../../main/electron/updater/update-engine.ts';
import { createUpdates } from '../../../main/electron/updater/updates.ts';

const hourMs = 3_600_000;

/** Updates over an engine that a test plays, with a clock it moves. */
function world(options: { readonly releasesUrl?: string | null; readonly isInstallable?: boolean } = {}) {
  let nowMs = 1_000_000;
  let timers: { readonly atMs: number; readonly action: () => void }[] = [];
  const changed = new EventEmitter<{ change: [AppSettings] }>();
  let settings = firstAppSettings;
  const engine = { lookCount: 0, found: '0.2.0' as string | null | Error, shares: [0.004, 0.5, 0.503, 1] };
  let isEngineLoaded = false;
  const loadEngine = async (): Promise<UpdateEngine> => {
    isEngineLoaded = true;
    return {
      async look() {
        engine.lookCount += 1;
        if (engine.found instanceof Error) throw engine.found;
        return engine.found;
      },
      async fetch(onShare) {
        for (const share of engine.shares) onShare(share);
      },
      install: () => undefined,
    };
  };
  const updates = createUpdates({
    installed: '0.1.0',
    isInstallable: options.isInstallable ?? true,
    releasesUrl: options.releasesUrl === undefined ? 'https://example.org/releases' : options.releasesUrl,
    loadEngine,
    settings: {
      current: () => settings,
      onDidChange(listener) {
        changed.on('change', listener);
        return () => changed.off('change', listener);
      },
    },
    closeEditors: async () => true,
    endWith: () => undefined,
    clock: {
      nowMs: () => nowMs,
      after(delayMs, action) {
        const timer = { atMs: nowMs + delayMs, action };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    },
    logger: pino({ level: 'silent' }),
  });
  const signal = new AbortController().signal;
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return {
    engine,
    updates,
    signal,
    isEngineLoaded: () => isEngineLoaded,
    timerCount: () => timers.length,
    choose: async (isUpdateChecked: boolean) => {
      settings = { ...settings, isUpdateChecked };
      changed.emit('change', settings);
      await settle();
    },
    async pass(ms: number) {
      const endMs = nowMs + ms;
      for (;;) {
        const next = timers.filter(({ atMs }) => atMs <= endMs).sort((one, other) => one.atMs - other.atMs)[0];
        if (next === undefined) break;
        nowMs = next.atMs;
        timers = timers.filter((timer) => timer !== next);
        next.action();
        await settle();
      }
      nowMs = endMs;
    },
    async view(): Promise<UpdateView> {
      for await (const view of updates.handlers.watch({}, { signal })) return view;
      throw new Error('nothing was told');
    },
  };
}

describe('looking for later versions', () => {
  it('asks nothing, and loads no updater, until the user lets it', async () => {
    const { engine, pass, isEngineLoaded, view } = world();
    await pass(72 * hourMs);
    expect([engine.lookCount, isEngineLoaded(), (await view()).status]).toEqual([0, false, { state: 'unknown' }]);
  });

  it('asks at once when it is let, then once a day, and no more when it is not let any more', async () => {
    const { engine, pass, choose, view } = world();
    await choose(true);
    expect([engine.lookCount, (await view()).status]).toMatchObject([1, { state: 'found', version: '0.2.0' }]);
    await pass(23 * hourMs);
    expect(engine.lookCount).toBe(1);
    await pass(49 * hourMs);
    expect(engine.lookCount).toBe(3);
    await choose(false);
    await pass(72 * hourMs);
    expect(engine.lookCount).toBe(3);
  });

  it('is off in a copy that was told of no releases', async () => {
    const { updates, signal, engine, choose, timerCount, view } = world({ releasesUrl: null });
    await choose(true);
    expect(await updates.handlers.look({}, { signal })).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
    expect([engine.lookCount, timerCount(), (await view()).status]).toEqual([0, 0, { state: 'off' }]);
  });

  it('tells of a version it may not install, and fetches nothing of it', async () => {
    const { updates, signal, view } = world({ isInstallable: false });
    await updates.handlers.look({}, { signal });
    expect(await view()).toMatchObject({ isInstallable: false, status: { state: 'found' } });
    expect(await updates.handlers.fetch({}, { signal })).toMatchObject({ ok: false });
  });

  it('stands by what it fetched, and goes on after a failure', async () => {
    const { updates, signal, engine, view } = world();
    engine.found = new Error('no network');
    await updates.handlers.look({}, { signal });
    expect((await view()).status.state).toBe('failed');
    engine.found = '0.2.0';
    await updates.handlers.look({}, { signal });
    await updates.handlers.fetch({}, { signal });
    engine.found = null;
    await updates.handlers.look({}, { signal });
    expect((await view()).status).toEqual({ state: 'ready', version: '0.2.0' });
  });
});
