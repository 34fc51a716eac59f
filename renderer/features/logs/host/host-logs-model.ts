import type { PageClock } from '../../../api/page-clock.ts';
import type { Session } from '../../../api/session.ts';
import { createLogsModel, type LogLinks, type LogSubject, type LogsModel } from '../logs-model.ts';
import { kindNames } from '../pane/log-words.ts';
import { createLogSourcesModel, type LogSourcesModel } from './log-sources-model.ts';

/** The logs of a host as a part of its page: which there are, and the one that is read. */
export interface HostLogsModel {
  readonly log: LogsModel;
  readonly sources: LogSourcesModel;
  /** Shows the log of this host that was shown last, at first what Berth did there. */
  enter(profileId: string): void;
  choose(subject: LogSubject): void;
  /** Lists the logs again and again while the link is up, and connects nothing, until the returned function is called. */
  keepListed(profileId: string): () => void;
}

/** How often the logs are listed, milliseconds. */
const listEveryMs = 30_000;

/** Makes the model; nothing is read yet. */
export function createHostLogsModel(session: Session, clock: PageClock, links: LogLinks): HostLogsModel {
  const log = createLogsModel(session, clock, links);
  const chosen = new Map<string, LogSubject>();
  const choose = (subject: LogSubject) => {
    chosen.set(subject.profileId, subject);
    log.open(subject);
  };
  const sources = createLogSourcesModel(session.client);
  const keepListed = (profileId: string) => {
    const controller = new AbortController();
    let stopTimer: () => void = () => undefined;
    const list = async () => {
      await links.whenUp(profileId, controller.signal);
      if (controller.signal.aborted) return;
      await sources.load(profileId);
      if (!controller.signal.aborted) stopTimer = clock.after(listEveryMs, () => void list());
    };
    void list();
    return () => {
      controller.abort();
      stopTimer();
    };
  };
  return {
    log,
    sources,
    choose,
    keepListed,
    enter: (profileId) =>
      choose(
        chosen.get(profileId) ?? { profileId, kind: 'operations', repositoryId: null, name: kindNames.operations },
      ),
  };
}
