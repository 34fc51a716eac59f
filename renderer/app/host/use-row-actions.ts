import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { Instance } from '../../../main/contract/instances.ts';
import type { Answer } from '../../api/problem.ts';
import { openInstanceSettings } from '../../features/instances/instance-settings-model.ts';
import type { RowActions } from '../../features/repositories/list/row-actions.ts';
import { askForAgent, startTerminal } from '../model/agents-panel.ts';
import type { BerthApp } from '../model/berth-app.ts';
import { openRepository } from '../model/editor-flow.ts';
import { removeFromList } from '../model/repository-flow.ts';
import { useBerth } from '../use-berth.ts';

/** What the buttons of a host's repositories do, and what the footer says when it is done. */
export function useRowActions(profileId: string): RowActions {
  const app = useBerth();
  const hasPublic = useStore(app.hostSettings.known, (known) => known[profileId]?.nginxKind === 'system');
  return useMemo(() => rowActions(app, profileId, hasPublic), [app, profileId, hasPublic]);
}

/** The same without React; `hasPublic` where the host's own nginx leads to its editors. */
export function rowActions(app: BerthApp, profileId: string, hasPublic: boolean): RowActions {
  const { instances, announcement, ports, logs, publicAddress } = app;
  const say = (words: string) => announcement.setState(words, true);
  const finish = async (done: Promise<Answer<Instance> | null>, words: string): Promise<boolean> => {
    const answer = await done;
    if (answer === null) return false;
    void ports.read(profileId);
    say(answer.ok ? `${answer.value.repository} ${words}` : answer.failure.message);
    return answer.ok;
  };
  const start = (id: string, isForced = false) => finish(instances.start(profileId, id, isForced), 'runs.');
  const suspend = (id: string) =>
    finish(instances.suspend(profileId, id), 'sleeps; it takes no memory and keeps its port.');
  return {
    start: (id, isForced) => void start(id, isForced),
    stop: (id) => void finish(instances.stop(profileId, id), 'is stopped; its port is free.'),
    restart: (id) => void finish(instances.restart(profileId, id), 'runs again.'),
    suspend: (id) => void suspend(id),
    makeRoom: (id, sleeperId) => void suspend(sleeperId).then((isAsleep) => (isAsleep ? start(id) : undefined)),
    open: (id) => void openRepository(app, profileId, id),
    logs: ({ id, name }) => logs.open({ profileId, repositoryId: id, name }),
    settings: ({ id, name }) => openInstanceSettings({ profileId, repositoryId: id, repository: name }),
    publicAddress: hasPublic
      ? ({ id, name }) => void publicAddress.open({ profileId, repositoryId: id, repository: name })
      : null,
    newTerminal: (id) => void startTerminal(app, profileId, id),
    newAgent: (id) => askForAgent(app, profileId, id),
    copyPath: ({ name, path }) =>
      void copyText(path).then((isCopied) =>
        say(isCopied ? `The path of ${name} is copied.` : `Not allowed to copy: ${path}`),
      ),
    rename: (repository) => app.places.ask(profileId, { kind: 'rename', repository }),
    removeFromList: (repository) => void removeFromList(app, profileId, repository),
    setUp: () => void app.setup.open(profileId),
    checkUp: () => void app.doctor.open(profileId),
    dismiss: (id) => instances.dismiss(profileId, id),
  };
}

async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // A page without the right to copy; the caller shows the text instead.
    return false;
  }
}
