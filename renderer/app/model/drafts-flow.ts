import type { BerthApp } from './berth-app.ts';

/** A draft goes with its session, and with its host: nothing else would ever send it. */
export function keepDraftsTrue({
  drafts,
  sessions,
  profiles,
}: Pick<BerthApp, 'drafts' | 'sessions' | 'profiles'>): void {
  sessions.store.subscribe((now, before) => {
    for (const [profileId, { list }] of Object.entries(now)) {
      if (list === null || list === before[profileId]?.list) continue;
      drafts.keepSessions(
        profileId,
        list.sessions.map(({ id }) => id),
      );
    }
  });
  profiles.store.subscribe(({ state, profiles: saved }) => {
    if (state === 'ready') drafts.keepHosts(saved.map(({ id }) => id));
  });
}
