import { z } from 'zod';
import { type Result, succeed } from '../../contract/failure.ts';
import { presetId } from '../../contract/presets.ts';
import { sessionId } from '../../contract/session-words.ts';
import { type Host, placeOf } from '../host.ts';
import { JsonStore } from '../store/json-store.ts';

const content = z.object({
  /** The newest last. */
  sessions: z.array(z.object({ profileId: z.string(), place: z.string(), id: sessionId, preset: presetId })),
});
/** More than a person has to take up again; the oldest are forgotten. */
const mostKept = 500;

/** What was started from this computer with secrets. A host may say of a session that it is of any preset. */
export interface StartedSessions {
  note(host: Host, id: string, preset: string): Promise<Result<unknown>>;
  /** The id of the preset; null for a session that was not started from here. */
  presetOf(host: Host, id: string): Promise<Result<string | null>>;
}

/** Opens what is kept in `file`. */
export function openStartedSessions(file: string): StartedSessions {
  const store = new JsonStore({ file, version: 1, schema: content, empty: { sessions: [] } });
  const keyOf = ({ profile }: Host) => ({ profileId: profile.id, place: placeOf(profile) });
  return {
    note: (host, id, preset) =>
      store.update(({ sessions }) => {
        const kept = [...sessions, { ...keyOf(host), id, preset }].slice(-mostKept);
        return succeed({ next: { sessions: kept }, answer: null });
      }),
    presetOf: async (host, id) => {
      const kept = await store.read();
      if (!kept.ok) return kept;
      const { profileId, place } = keyOf(host);
      const known = kept.value.sessions.findLast(
        (one) => one.id === id && one.profileId === profileId && one.place === place,
      );
      return succeed(known?.preset ?? null);
    },
  };
}
