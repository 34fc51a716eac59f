import { useMemo } from 'react';
import { useStore } from 'zustand';
import { TalkDrawer } from '../../features/agents/talk/TalkDrawer.tsx';
import { createTalkModel, type TalkModel } from '../../features/agents/talk/talk-model.ts';
import type { BerthApp } from '../model/berth-app.ts';
import { useBerth, useLinkView } from '../use-berth.ts';
import { sessionHands } from './session-hands.ts';

interface TalkProps {
  readonly profileId: string;
  readonly sessionId: string;
  readonly onClose: () => void;
}

/** One per page; what was said and typed outlives the drawer. */
const models = new WeakMap<BerthApp, TalkModel>();

function talkOf(app: BerthApp): TalkModel {
  const known = models.get(app) ?? createTalkModel(app.sessions, app.drafts);
  models.set(app, known);
  return known;
}

/** The drawer of one session. */
export function Talk({ profileId, sessionId, onClose }: TalkProps) {
  const app = useBerth();
  const session = useStore(
    app.sessions.store,
    (state) => state[profileId]?.list?.sessions.find(({ id }) => id === sessionId) ?? null,
  );
  const isKnown = useStore(app.sessions.store, (state) => state[profileId]?.list != null);
  const operation = useStore(app.sessions.store, (state) => state[profileId]?.operations[sessionId] ?? null);
  const changes = useStore(app.sessions.store, (state) => state[profileId]?.changes[sessionId]);
  const isLinked = useLinkView(profileId).kind === 'connected';
  const hands = useMemo(() => sessionHands(app, profileId), [app, profileId]);
  return (
    <TalkDrawer
      model={talkOf(app)}
      clock={app.clock}
      profileId={profileId}
      session={session}
      isKnown={isKnown}
      operation={operation}
      changes={changes ?? []}
      isLinked={isLinked}
      hands={hands}
      onClose={onClose}
    />
  );
}
