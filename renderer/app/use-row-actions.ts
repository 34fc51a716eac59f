import type { Profile } from '../../main/contract/profiles.ts';
import type { RowActions } from '../features/repositories/row-actions.ts';
import { openRepository } from './editor-flow.ts';
import { useBerth } from './use-berth.ts';

/** What the buttons of a repository do, and what the footer says when it is done. */
export function useRowActions({ id }: Profile, nameOf: (instanceId: string) => string): RowActions {
  const app = useBerth();
  const { instances, announcement, ports } = app;
  const finish = async (done: ReturnType<typeof instances.start>, words: (repositoryId: string) => string) => {
    const answer = await done;
    if (answer === null) return;
    void ports.read(id);
    announcement.setState(answer.ok ? words(answer.value.id) : answer.failure.message, true);
  };
  return {
    start: (repositoryId) => void finish(instances.start(id, repositoryId), (done) => `${nameOf(done)} runs.`),
    stop: (repositoryId) =>
      void finish(instances.stop(id, repositoryId), (done) => `${nameOf(done)} is stopped; its port is free.`),
    open: (repositoryId) => void openRepository(app, id, repositoryId),
    dismiss: (repositoryId) => instances.dismiss(id, repositoryId),
  };
}
