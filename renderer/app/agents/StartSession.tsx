import { useStore } from 'zustand';
import { StartDialog } from '../../features/agents/start/StartDialog.tsx';
import { createStartModel, type StartModel } from '../../features/agents/start/start-model.ts';
import type { StartPanel } from '../model/agents-panel.ts';
import type { BerthApp } from '../model/berth-app.ts';
import { openSession, openShell } from '../model/session-flow.ts';
import { useBerth } from '../use-berth.ts';

interface StartSessionProps {
  readonly panel: StartPanel;
  readonly hostName: string;
  readonly onClose: () => void;
}

/** What was typed outlives a look at the presets, or at what could be stopped. */
const models = new WeakMap<StartPanel, StartModel>();

function modelOf({ session, sessions }: BerthApp, panel: StartPanel): StartModel {
  const known = models.get(panel) ?? createStartModel({ client: session.client, sessions, ...panel });
  models.set(panel, known);
  return known;
}

/** The form for a new session of a host; what it started is shown, if the form is still there. */
export function StartSession({ panel, hostName, onClose }: StartSessionProps) {
  const { profileId } = panel;
  const app = useBerth();
  const { sessions, agents, repositories, announcement } = app;
  const model = modelOf(app, panel);
  const list = useStore(sessions.store, (state) => state[profileId]?.list ?? null);
  const listed = useStore(repositories.store, (state) => state[profileId]?.repositories ?? null) ?? [];
  return (
    <StartDialog
      model={model}
      hostName={hostName}
      list={list}
      repositories={listed}
      onStarted={({ id, title }) => {
        announcement.setState(`${hostName}: ${title} runs; it goes on without Berth.`, true);
        // Somebody who closed it meanwhile is doing something else.
        if (agents.getState() !== panel) return;
        onClose();
        openSession(app, profileId, id);
      }}
      onFailed={({ message }) => {
        if (agents.getState() !== panel) announcement.setState(`${hostName}: nothing was started. ${message}`, true);
      }}
      onStop={({ id }) => agents.setState({ kind: 'stop', profileId, sessionId: id, back: panel }, true)}
      onPresets={() => agents.setState({ kind: 'presets', back: panel }, true)}
      onCheckUp={() => {
        onClose();
        void app.doctor.open(profileId);
      }}
      onPlainShell={() => {
        onClose();
        openShell(app, profileId);
      }}
      onClose={onClose}
    />
  );
}
