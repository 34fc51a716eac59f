import { z } from 'zod';
import { type PageStorage, readStored, writeStored } from '../../../lib/stored-json.ts';

/** What is typed to sessions and not sent, kept on this computer over reloads. */
export interface Drafts {
  /** By the key of a conversation. */
  all(): Readonly<Record<string, string>>;
  /** Keeps a draft in place of the one before; an empty one is forgotten. */
  keep(profileId: string, sessionId: string, draft: string): void;
  /** Forgets the drafts for all sessions of a host but these: the others are gone. */
  keepSessions(profileId: string, sessionIds: readonly string[]): void;
  /** Forgets the drafts for all hosts but these. */
  keepHosts(profileIds: readonly string[]): void;
  /** Calls back with the key of each conversation that is over. */
  onForget(listener: (key: string) => void): void;
}

const storageKey = 'berth.drafts';
/** A longer one is kept as long as the page lives, no longer. */
const longestDraft = 100_000;
const savedDrafts = z.record(z.string(), z.string().max(longestDraft));
/** So many are kept; the oldest are forgotten. */
const draftsMost = 40;

/** By what a conversation is kept. */
export function talkKey(profileId: string, sessionId: string): string {
  return `${profileId} ${sessionId}`;
}

/** Reads the drafts of the last time. */
export function createDrafts(storage: PageStorage): Drafts {
  let drafts = new Map(Object.entries(readStored(storage, storageKey, savedDrafts) ?? {}));
  const listeners: ((key: string) => void)[] = [];
  const save = () => writeStored(storage, storageKey, Object.fromEntries(drafts));
  const forget = (isGone: (key: string) => boolean) => {
    const gone = [...drafts.keys()].filter(isGone);
    if (gone.length === 0) return;
    for (const key of gone) drafts.delete(key);
    save();
    for (const key of gone) for (const listener of listeners) listener(key);
  };
  return {
    all: () => Object.fromEntries(drafts),
    keep(profileId, sessionId, draft) {
      const key = talkKey(profileId, sessionId);
      const isKnown = drafts.delete(key);
      const isKept = draft !== '' && draft.length <= longestDraft;
      if (!isKnown && !isKept) return;
      if (isKept) drafts.set(key, draft);
      drafts = new Map([...drafts].slice(-draftsMost));
      save();
    },
    keepSessions(profileId, sessionIds) {
      const kept = new Set(sessionIds.map((id) => talkKey(profileId, id)));
      forget((key) => key.startsWith(`${profileId} `) && !kept.has(key));
    },
    keepHosts(profileIds) {
      forget((key) => !profileIds.some((id) => key.startsWith(`${id} `)));
    },
    onForget: (listener) => void listeners.push(listener),
  };
}
